import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Run } from '../fault';
import { whileLoaded } from '../world/while-loaded';

export const brokerLosesFolder: Fault = {
  name: 'broker-loses-folder',
  given: 'a Callboard in which objects are tagged all the time',
  fault: 'nats-server is killed, its whole data folder is deleted, and it is started again',
  invariant: 'every event that was committed takes effect, once, and every claimable job has a bell',
  short: true,
  async run({ world, random, counts, size }: Run) {
    await whileLoaded(world, counts, async () => {
      for (let loss = 0; loss < size(8, 1); loss += 1) {
        await delay(random.between(500, 2500));
        await world.stack.servers.loseBroker();
        counts.add('losses');
      }
      await delay(random.between(200, 800));
    });
  },
};

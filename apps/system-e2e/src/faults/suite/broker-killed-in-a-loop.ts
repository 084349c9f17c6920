import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Run } from '../fault';
import { whileLoaded } from '../world/while-loaded';
import { serverBack } from '../world/servers-back';

/** NATS may be away at any moment, and for as long as it likes: PostgreSQL holds the truth. */
export const brokerKilledInALoop: Fault = {
  name: 'broker-killed-in-a-loop',
  given: 'a Callboard in which objects are tagged all the time',
  fault: 'nats-server is killed with SIGKILL again and again',
  invariant: 'every tagged object has one job of each workflow, and each ends once',
  short: true,
  async run({ world, random, counts, size }: Run) {
    await whileLoaded(world, counts, async () => {
      for (let kill = 0; kill < size(20, 2); kill += 1) {
        await delay(random.between(200, 1500));
        await serverBack(world, 'nats', (pid) => process.kill(pid, 'SIGKILL'));
        counts.add('kills');
      }
    });
  },
};

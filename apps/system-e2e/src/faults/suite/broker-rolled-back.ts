import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Run } from '../fault';
import { whileLoaded } from '../world/while-loaded';

/** Power loss: JetStream does not wait for the disk with each message that it acknowledges. */
export const brokerRolledBack: Fault = {
  name: 'broker-rolled-back',
  given: 'a Callboard in which objects are tagged all the time',
  fault: 'nats-server is killed, and its store put back to what it was 60 s ago (in the short set, 3 s)',
  invariant: 'every event that was committed takes effect, once, and every claimable job has a bell',
  short: true,
  async run({ world, counts, size }: Run) {
    const copy = join(world.folder, 'store-of-before');
    await whileLoaded(world, counts, async () => {
      await delay(1000);
      await world.stack.servers.loseBroker((store) => cpSync(store, copy, { recursive: true }));
      await delay(size(60_000, 3000));
      await world.stack.servers.loseBroker((store) => {
        rmSync(store, { recursive: true, force: true });
        cpSync(copy, store, { recursive: true });
      });
      counts.add('roll-backs');
      await delay(500);
    });
    rmSync(copy, { recursive: true, force: true });
  },
};

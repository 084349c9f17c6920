import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Run } from '../fault';
import { whileLoaded } from '../world/while-loaded';
import { serverBack } from '../world/servers-back';

/** What was acknowledged was on disk. */
export const postgresKilled: Fault = {
  name: 'postgres-killed',
  given: 'a Callboard in which objects are tagged all the time',
  fault: 'PostgreSQL is killed with SIGKILL again and again, as a whole',
  invariant: 'what was acknowledged is there, and every tagged object has one job of each workflow',
  short: true,
  async run({ world, random, counts, size }: Run) {
    await whileLoaded(world, counts, async () => {
      for (let kill = 0; kill < size(10, 1); kill += 1) {
        await delay(random.between(200, 1500));
        await serverBack(world, 'postgres', (pid) => process.kill(pid, 'SIGKILL'));
        counts.add('kills');
      }
    });
  },
};

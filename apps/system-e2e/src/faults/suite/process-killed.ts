import type { Fault, Run } from '../fault';
import { processBack } from '../world/servers-back';
import { whileLoaded } from '../world/while-loaded';

export const processKilled: Fault = {
  name: 'process-killed',
  given: 'a Callboard in which objects are tagged all the time',
  fault:
    'each process of a service, a gateway and a site is killed with SIGKILL, one after the other (in the short set, three of them)',
  invariant: 'it is back, and every tagged object has one job of each workflow, which ends once',
  short: true,
  async run({ world, random, counts, size }: Run) {
    const victims = random.some(world.processes, size(world.processes.length, 3));
    await whileLoaded(world, counts, async () => {
      for (const { plan, pid } of victims) {
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
        counts.add('kills');
        await processBack(world, plan.name, pid);
      }
    });
  },
};

import { eventually } from '@callboard/testing';
import type { Fault, Run } from '../fault';
import { postJob } from '../world/claims';
import { Load } from '../world/load';
import { POSTED } from '../world/workflows';

/** The lease, the grace of the sweeper, and one more run. */
const WITHIN_MS = 60_000;

export const workerKilled: Fault = {
  name: 'worker-killed',
  given: 'a worker that has done the work of a job',
  fault: 'it is killed with SIGKILL before it reports that, or right after',
  invariant: 'the job is done again by another claim, and ends once; what was reported stays',
  short: true,
  async run({ world, random, counts, size }: Run) {
    const points = world.failPoints('worker');
    const moments = ['site: after effect, before report', 'site: after report'];
    for (let kill = 0; kill < size(10, 2); kill += 1) {
      points.arm(moments[kill % 2] ?? '', random.between(1, 3));
      const jobs = await Promise.all(Array.from({ length: 4 }, () => postJob(world, POSTED)));
      await new Load(world).tag(4);
      await eventually('the worker dies', () => points.died, { timeoutMs: WITHIN_MS });
      counts.add('kills');
      counts.add('posted', jobs.length);
    }
  },
};

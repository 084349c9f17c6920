import type { Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { Fault, Run } from '../fault';
import { postJob } from '../world/claims';
import { POSTED } from '../world/workflows';

const LIMIT = 2;
const WITHIN_MS = 90_000;

export const poisonJob: Fault = {
  name: 'poison-job',
  given: 'a workflow whose leases may run out twice, and whose jobs may fail twice',
  fault: 'a job kills every worker that runs it, and another one fails each time',
  invariant: 'both are given up as dead after two attempts, and all other jobs are done',
  short: false,
  async run({ world, counts, size }: Run) {
    await world.admin.call('PATCH', `/workflows/${POSTED}`, { max_expiries: LIMIT, max_attempts: LIMIT });
    const poison = [
      await postJob(world, POSTED, { kill_worker: true }),
      await postJob(world, POSTED, { fail: true }),
    ];
    for (let n = 0; n < size(20, 4); n += 1) await postJob(world, POSTED);
    for (const id of poison) {
      const job = await eventually(
        `${id} is given up`,
        async () => {
          const { body } = await world.site.call<Job>('GET', `/jobs/${id}`);
          return body.state === 'dead' && body;
        },
        { timeoutMs: WITHIN_MS },
      );
      if (job.attempt !== LIMIT)
        throw new Error(`I1: ${id} was given up after ${job.attempt} attempts, not ${LIMIT}`);
      counts.add('dead');
    }
    await world.admin.call('PATCH', `/workflows/${POSTED}`, { max_expiries: 1000, max_attempts: 1000 });
  },
};

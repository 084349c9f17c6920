import { SETTLED, sqlCheck } from '../check';

export const openClaimHasOperation = sqlCheck<{ operation_id: string; job_id: string; state: string | null }>(
  {
    name: 'open-claim-has-operation',
    holds: 'the operation of an open claim is open, or ended some seconds ago',
    sql: `
    select c.operation_id, c.job_id, o.state
      from jobs.claims c left join operations.operations o on o.id = c.operation_id
     where c.state = 'open' and c.claimed_at < ${SETTLED} and (o.id is null or o.ended_at < ${SETTLED})`,
    words: ({ operation_id, job_id, state }) =>
      state === null
        ? `the claim ${operation_id} of job ${job_id} is open, and its operation was never opened`
        : `the operation ${operation_id} has ${state}, and its claim of job ${job_id} is still open`,
  },
);

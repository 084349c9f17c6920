import { SETTLED, sqlCheck } from '../check';

export const openOperationHasClaim = sqlCheck<{ id: string; job_id: string; state: string | null }>({
  name: 'open-operation-has-claim',
  holds: 'an operation of a job that is open belongs to an open claim',
  sql: `
    select o.id, o.job_id, c.state from operations.operations o left join jobs.claims c on c.operation_id = o.id
     where o.state = 'open' and o.job_id is not null and o.created_at < ${SETTLED} and c.state is distinct from 'open'`,
  words: ({ id, job_id, state }) =>
    `the operation ${id} is open, and its claim of job ${job_id} ${state === null ? 'does not exist' : 'has ended'}`,
});

import { sqlCheck } from '../check';

export const openClaimOfClaimed = sqlCheck<{ operation_id: string; job_id: string; state: string | null }>({
  name: 'open-claim-of-claimed',
  holds: 'an open claim is of a job that is claimed',
  sql: `
    select c.operation_id, c.job_id, j.state from jobs.claims c left join jobs.jobs j on j.id = c.job_id
     where c.state = 'open' and j.state is distinct from 'claimed'`,
  words: ({ operation_id, job_id, state }) =>
    `the claim ${operation_id} is open, and its job ${job_id} is ${state ?? 'not there'}`,
});

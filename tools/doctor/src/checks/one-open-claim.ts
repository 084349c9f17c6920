import { sqlCheck } from '../check';

export const oneOpenClaim = sqlCheck<{ job_id: string; claims: string[] }>({
  name: 'one-open-claim',
  holds: 'a job has at most one open claim',
  sql: `
    select job_id, array_agg(operation_id order by operation_id) as claims
      from jobs.claims where state = 'open' group by job_id having count(*) > 1`,
  words: ({ job_id, claims }) => `job ${job_id} has ${claims.length} open claims: ${claims.join(', ')}`,
});

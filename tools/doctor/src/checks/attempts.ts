import { sqlCheck } from '../check';

export const attempts = sqlCheck<{ id: string; attempt: number; claims: number; last: number }>({
  name: 'attempts',
  holds: 'a job counts its claims: attempts are 1, 2, 3 and so on',
  sql: `
    select j.id, j.attempt, coalesce(c.claims, 0) as claims, coalesce(c.last, 0) as last
      from jobs.jobs j
      left join (select job_id, count(*)::int as claims, max(attempt) as last, min(attempt) as first
                   from jobs.claims group by job_id) c on c.job_id = j.id
     where j.attempt <> coalesce(c.claims, 0) or j.attempt <> coalesce(c.last, 0)`,
  words: ({ id, attempt, claims, last }) =>
    `job ${id} counts ${attempt} attempts, and has ${claims} claims, the last one of attempt ${last}`,
});

import type { Check } from './check';

/** I1: at most one live claim per job, attempts strictly grow. I7: no site changes another's claim. */
export const CLAIMS: readonly Check[] = [
  {
    invariant: 'I1',
    broken: 'jobs have more than one live claim',
    sql: `select job_id as example from jobs.claims where state = 'open' group by job_id having count(*) > 1`,
  },
  {
    invariant: 'I1',
    broken: 'jobs have more than one live operation',
    sql: `select job_id as example from operations.operations where state = 'open' group by job_id having count(*) > 1`,
  },
  {
    invariant: 'I1',
    broken: 'jobs are claimed without a live claim, or have one without being claimed',
    sql: `select j.id as example from jobs.jobs j
           where (j.state = 'claimed') <> exists (select from jobs.claims c where c.job_id = j.id and c.state = 'open')`,
  },
  {
    invariant: 'I1',
    broken: 'claims have no higher attempt than the claim before',
    sql: `select operation_id as example from (
            select operation_id, attempt, lag(attempt) over (partition by job_id order by claimed_at, attempt) as before
              from jobs.claims) c
           where attempt <= before`,
  },
  {
    invariant: 'I1',
    broken: 'jobs do not count as many attempts as their last claim',
    sql: `select j.id as example from jobs.jobs j
            left join (select job_id, max(attempt) as last from jobs.claims group by job_id) c on c.job_id = j.id
           where j.attempt <> coalesce(c.last, 0)`,
  },
  {
    invariant: 'I7',
    broken: 'operations belong to another site, job or attempt than their claim',
    sql: `select o.id as example from operations.operations o join jobs.claims c on c.operation_id = o.id
           where (o.site_id, o.job_id, o.attempt) <> (c.site_id, c.job_id, c.attempt)`,
  },
  {
    invariant: 'I7',
    broken: 'changes of an operation were made by a site that does not hold it',
    sql: `select h.operation_id as example
            from operations.operation_history h join operations.operations o on o.id = h.operation_id
           where h.who like 'site:%' and h.who <> 'site:' || o.site_id`,
  },
  {
    invariant: 'I7',
    broken: 'changes of a claimed job were made by a site that does not hold the claim',
    sql: `select h.job_id as example
            from jobs.job_history h join jobs.claims c on c.operation_id = h.operation_id
           where h.who like 'site:%' and h.who <> 'site:' || c.site_id`,
  },
];

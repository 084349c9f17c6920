import { CLAIMABLE_STATE } from '../domain/job-states';
import { jobColumns, replyBytes } from './job-record';

/**
 * $1 ids, $2 bytes. The jobs that exist; those beyond the bytes come as ids only. The first one always fits, however
 * large it is.
 */
export const FIND_JOBS = `
with asked as (
  select j.id, row_number() over by_id as place, sum(${replyBytes('j')}) over by_id as total
    from jobs j where j.id = any ($1)
  window by_id as (order by j.id)
)
select a.id as asked, j.id is not null as fits, ${jobColumns('j')}
  from asked a left join jobs j on j.id = a.id and (a.place = 1 or a.total <= $2)`;

/** Parameters of {@link pageOfJobs} before those of its condition. */
export const PAGE_PARAMETERS = 3;

/**
 * A condition: the site in this parameter is able to run the job, and has not tried it or may try it again
 * (contract 2.5, D24).
 */
export const offeredTo = (site: string): string => `j.capability_ids <@ coalesce(
      (select s.capability_ids from site_capabilities s where s.site_id = ${site}), '{}')
  and (j.state = ${CLAIMABLE_STATE}
       or not exists (select from claims t where t.job_id = j.id and t.site_id = ${site}))`;

/**
 * $1 id before the page ('' for the first page), $2 most jobs, $3 bytes. One row beyond the page tells that more follow.
 */
export const pageOfJobs = (condition: string, columns = jobColumns('j')): string => `
with next as (select j.id, j.size_bytes from jobs j where j.id > $1 and (${condition}) order by j.id limit $2 + 1),
sized as (
  select n.id, row_number() over by_id as place, sum(${replyBytes('n')}) over by_id as total
    from next n
  window by_id as (order by n.id)
)
select j.id is not null as fits, ${columns}
  from sized s left join jobs j on j.id = s.id and s.place <= $2 and (s.place = 1 or s.total <= $3)
 order by s.place`;

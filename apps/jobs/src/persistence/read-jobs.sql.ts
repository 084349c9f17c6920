import { CLAIMABLE_STATE } from '../domain/job-states';
import { jobColumns, replyBytes } from './job-record';
import { jobText } from './job-text';

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

/** A job of a page as {@link pageOfJobs} gives it; the first one of the next page has its id alone. */
export interface PageRecord {
  id: string;
  text: string | null;
}

/**
 * $1 id before the page ('' for the first page), $2 most jobs, $3 bytes. The first job always fits. A job that does not
 * fit any more tells that others follow: it comes last, without its text.
 */
export const pageOfJobs = (condition: string): string => `
with next as (select j.* from jobs j where j.id > $1 and (${condition}) order by j.id limit $2 + 1),
sized as (
  select n.*, row_number() over by_id as place, sum(${replyBytes('n')}) over by_id as total
    from next n
  window by_id as (order by n.id)
)
select j.id, case when j.place <= $2 and (j.place = 1 or j.total <= $3) then ${jobText('j')} end as text
  from sized j
 where j.place <= 2 or j.total - (${replyBytes('j')}) <= $3
 order by j.place`;

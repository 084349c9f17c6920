import { compared } from '@callboard/persistence';
import { ENDED_STATES } from '../domain/job-states';

/** $1 activities and $2 when each was removed, pair by pair. */
const REMOVED = 'unnest($1::text[], $2::timestamptz[]) as removed(activity_id, at)';

/** And $3 most jobs. What was posted after the removal is new work. */
export const JOBS_OF_REMOVED = `
select j.id from ${REMOVED}
  join jobs j on j.config ->> 'activity_id' = removed.activity_id and j.created_at < removed.at
 order by j.id limit $3`;

/** Jobs that went since their activity was removed, whoever removed them. */
export const GONE_JOBS = `
select g.id from ${REMOVED}
  join removed_jobs g on g.activity_id = removed.activity_id and g.at >= removed.at
 order by g.id`;

/**
 * $1 job ids, $2 who. Removes those that have ended, with their claims, history and run keys; one that was queued again
 * meanwhile stays. The identity of a triggered job stays, so that the firing, should it come again, makes no second one.
 */
export const REMOVE_JOBS = `
with ended as (
  select j.id from jobs j
   where j.id = any ($1) and ${compared('j.state')} in (${ENDED_STATES.map((state) => `'${state}'`).join(', ')})
   order by j.id
     for update
),
gone as (
  delete from jobs where id = any (array(select id from ended))
  returning id, workflow_id, config ->> 'activity_id' as activity_id, state, posted_by
),
claimed as (delete from claims c where c.job_id = any (array(select id from gone))),
told as (delete from job_history h where h.job_id = any (array(select id from gone))),
asked as (delete from requested_jobs r using gone g where r.site_id = g.posted_by and r.job_id = g.id)
insert into removed_jobs (id, workflow_id, activity_id, state, who)
select id, workflow_id, activity_id, state, $2 from gone
returning id`;

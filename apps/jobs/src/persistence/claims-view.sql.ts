import { CLAIMABLE_STATE, ENDED_STATES } from '../domain/job-states';

const ENDED = ENDED_STATES.map((state) => `'${state}'`).join(', ');

/**
 * SQL: `claims` of the job under this alias as clients know it (contract 1.3), jsonb; null when the key is absent.
 *
 * One law (design 5): the unchanged watcher's filter (contract 8.3) matches a job if and only if the job is queued. So
 * while queued every claim shows done and cancelled; otherwise the last one shows no `cancelled`, and a job that ended
 * without any claim gets one closing entry, under an operation that does not exist. The scheduler asks for each `op_id`
 * and tolerates that it is not found (contract 8.2, step 6). A list that was posted empty is shown empty.
 */
export const claimsView = (job: string): string => `(
    select case when count(*) > 0
                  then jsonb_agg(jsonb_build_object('op_id', c.operation_id, 'site_id', c.site_id) ||
                       case when ${job}.state = ${CLAIMABLE_STATE} or c.attempt < ${job}.attempt
                              then '{"done": true, "cancelled": true}'
                            when ${job}.state in (${ENDED}) then '{"done": true}'
                            else '{}' end::jsonb
                       order by c.attempt)
                when ${job}.state in (${ENDED})
                  then jsonb_build_array(jsonb_build_object('op_id', ${job}.id, 'site_id', '', 'done', true))
                when 'claims' = any (${job}.sent_empty) then '[]'
           end
      from claims c where c.job_id = ${job}.id)`;

/** The part of the watcher's filter that asks for jobs to be had (contract 8.3), and what it comes to by that law. */
export const WATCHERS_FILTER = {
  filter: JSON.stringify({
    $or: [{ claims: { $size: 0 } }, { claims: { $not: { $elemMatch: { cancelled: { $ne: true } } } } }],
  }),
  sql: (job: string): string => `${job}.state = ${CLAIMABLE_STATE}`,
};

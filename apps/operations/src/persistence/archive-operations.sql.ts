/** Ends after which a job is not offered again by itself; after the others it waits for a further attempt. */
const FINAL = `('succeeded', 'failed', 'cancelled')`;

/**
 * $1 id before the page, $2 most operations, $3 days, $4 promised objects that are registered. One row: how many were looked
 * at and archived, the last id, and the objects of which is to be known whether they are registered.
 */
export const ARCHIVE = `
with page as materialized (
  select o.id, o.job_id, o.attempt, o.outcome, o.promised ->> 'object_id' as object_id,
         o.archived_at is null and o.ended_at < now() - $3::float8 * interval '1 day' as is_old
    from operations o where o.id > $1 order by o.id limit $2
),
due as (
  select p.id from page p
   where p.is_old
     and case when p.job_id is not null
              then p.outcome in ${FINAL}
                   or exists (select from operations later where later.job_id = p.job_id and later.attempt > p.attempt)
              else p.outcome <> 'succeeded' or p.object_id = any ($4::text[]) end
),
archived as (
  update operations o set archived_at = clock_timestamp() from due where o.id = due.id returning o.id
)
select count(*)::int as looked_at, (select count(*)::int from archived) as archived, max(id) as last,
       coalesce(array_agg(object_id) filter (where is_old and object_id is not null and outcome = 'succeeded'
                                               and not exists (select from due where due.id = page.id)), '{}') as promised
  from page`;

import { LIVE_STATES } from '../../domain/operation-states';
import { RUN_COLUMNS } from './run.row';

/** $1 job, $2 run if it is new, $3 workflow, $4 object, $5 who. A run that was begun meanwhile learns who asked for it. */
export const REQUEST_OF_JOB = `
  with asked as (
    insert into runs as r (id, workflow_id, object_id, job_id, status, asked_by)
    values ($2, $3, $4, $1, 'REQUESTED', $5)
        on conflict (job_id) do update set asked_by = excluded.asked_by
    returning r.id, r.status, r.created_at, r.object_id, r.id = $2 as is_new
  ), told as (
    insert into run_events (run_id, n, type, at, inputs)
    select id, 1, status, created_at, array_remove(array[object_id], null) from asked where is_new
  ), read as (
    insert into run_datasets (run_id, direction, object_id)
    select id, 'in', object_id from asked where is_new and object_id is not null
  )
  select id from asked`;

const LIVE = LIVE_STATES.map((state) => `'${state}'`).join(', ');

/** $1 run. The open operation on its job cannot end meanwhile; it is locked before the run is. */
export const LOCK_CARRIER = `
select o.id, o.site_id from runs r join operations o on o.job_id = r.job_id
 where r.id = $1 and o.state in (${LIVE})
 order by o.attempt desc
   for share of o`;

/** $1 run. */
export const LOCK_RUN = `select ${RUN_COLUMNS}, r.asked_by from runs r where r.id = $1 for update`;

/** $1 run. What others told of it so far. */
export const TOLD_SIZE = `
select count(*)::int as events, coalesce(sum(cardinality(inputs) + cardinality(outputs)), 0)::int as objects
  from run_events where run_id = $1 and producer is not null`;

/**
 * $1 run, $2 status, $3 operation, $4 site and $5 attempt of the run; $6 when, $7 inputs, $8 outputs, $9 producer,
 * $10 schema, $11 facets and $12 who of the event.
 */
export const TELL = `
  with told as (
    update runs set status = $2, operation_id = $3, site_id = $4, attempt = $5::int, last_event = last_event + 1
     where id = $1
    returning id, last_event, operation_id, site_id
  ), named as (
    insert into run_datasets (run_id, direction, object_id)
    select t.id, d.direction, d.object_id
      from told t, lateral (select 'in' as direction, unnest($7::text[]) as object_id
                            union select 'out', unnest($8::text[])) d
        on conflict do nothing
  )
  insert into run_events (run_id, n, type, at, operation_id, site_id, inputs, outputs, producer, schema_url, facets, who)
  select id, last_event, $2, $6::timestamptz, operation_id, site_id, $7::text[], $8::text[], $9, $10, $11::jsonb, $12
    from told`;

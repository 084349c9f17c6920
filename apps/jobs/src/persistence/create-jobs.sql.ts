import { capabilitiesOf, GIVEN_JOB, type GivenJob } from './given-job';

/** What {@link CREATE_JOBS} takes for each job, as JSON. */
export interface JobToCreate extends GivenJob {
  place: number;
  /** ISO 8601; null for at once. */
  available_at: string | null;
}

/**
 * $1 jobs as JSON, $2 who, $3 traceparent, $4 site that posts them. Creates those whose workflow is known. The microseconds keep the order of
 * the batch, since jobs of equal priority are picked by age. A posted job is never refused as a repeat, but takes the
 * identity of its object if that is free, so that no trigger makes a second one (contract 3.2).
 */
export const CREATE_JOBS = `
with posted as (
  select * from json_to_recordset($1::json) as p(
    place int, ${GIVEN_JOB}, available_at timestamptz)
),
created as (
  insert into jobs (id, workflow_id, workflow, config, name, description, priority, object_id, capability_ids,
                    size_bytes, sent_empty, available_at, posted_by, traceparent, created_at)
  select p.id, p.workflow_id, p.workflow, p.config, p.name, p.description, w.priority, p.object_id,
         ${capabilitiesOf('p')}, p.size_bytes, p.sent_empty, coalesce(p.available_at, now()), $4, $3,
         now() + p.place * interval '1 microsecond'
    from posted p join workflows w on w.id = p.workflow_id
   order by p.place
  returning id, workflow_id, object_id, state, attempt, version, created_at, traceparent, posted_by
),
identified as (
  insert into job_identities (workflow_id, object_id, job_id)
  select workflow_id, object_id, id from created where object_id is not null order by workflow_id, object_id
  on conflict do nothing
),
noted as (
  insert into job_history (job_id, to_state, attempt, who, why)
  select id, state, attempt, $2, 'posted' from created
)
select * from created`;

/** What {@link CREATE_TRIGGERED_JOBS} takes for each firing, as JSON. */
export interface JobToTrigger {
  place: number;
  id: string;
  workflow_id: string;
  object_id: string;
  traceparent: string;
}

/**
 * $1 firings as JSON, each with the id of the job that it may become. The table job_identities lets one job through
 * for each (workflow, object), in any number of deliveries. Ordered inserts keep two consumers from deadlocking.
 */
export const CREATE_TRIGGERED_JOBS = `
with fired as (
  select * from json_to_recordset($1::json) as f(
    place int, id text, workflow_id text, object_id text, traceparent text)
),
named as (
  insert into workflows (id, registered)
  select distinct f.workflow_id, false from fired f
   where not exists (select from workflows w where w.id = f.workflow_id)
   order by f.workflow_id
  on conflict do nothing
),
identified as (
  insert into job_identities (workflow_id, object_id, job_id)
  select workflow_id, object_id, id from fired order by workflow_id, object_id, place
  on conflict do nothing
  returning job_id
),
created as (
  insert into jobs (id, workflow_id, workflow, config, priority, object_id, capability_ids, size_bytes, traceparent,
                    created_at)
  select f.id, f.workflow_id, jsonb_build_object('id', f.workflow_id), jsonb_build_object('object_id', f.object_id),
         coalesce(w.priority, 0), f.object_id, coalesce(w.capability_ids, '{}'),
         octet_length(f.workflow_id) + octet_length(f.object_id) + 30, f.traceparent,
         now() + f.place * interval '1 microsecond'
    from fired f join identified i on i.job_id = f.id left join workflows w on w.id = f.workflow_id
   order by f.place
  returning id, workflow_id, object_id, state, attempt, version, created_at, traceparent, posted_by
),
noted as (
  insert into job_history (job_id, to_state, attempt, who, why)
  select id, state, attempt, 'service:triggers', 'trigger fired' from created
)
select * from created`;

/**
 * $1 workflow ids, $2 most unregistered ones. Keeps ids that nobody registered, as far as there is room. The caller
 * holds {@link ADMISSION_LOCK}, so that the count is right.
 */
export const ADMIT_WORKFLOWS = `
insert into workflows (id, registered)
select asked.id, false from unnest($1::text[]) with ordinality asked(id, place)
 where not exists (select from workflows w where w.id = asked.id)
 order by asked.place
 limit greatest(0, $2 - (select count(*) from workflows where not registered))
on conflict do nothing`;

export const ADMISSION_LOCK = `select pg_advisory_xact_lock(hashtextextended('jobs: unregistered workflows', 0))`;

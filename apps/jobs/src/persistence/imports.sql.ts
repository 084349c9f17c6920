import { importStatement } from '@callboard/persistence';
import { FIRST_STATE } from '../domain/job-states';
import { capabilitiesOf, GIVEN_JOB, type GivenJob } from './given-job';
import { REGISTER_UNREGISTERED } from './workflows.sql';

/** Each comes in once, as it is seeded once: what was deleted since does not come back. */
export const IMPORT_WORKFLOWS = importStatement({
  given: 'id text, name text, description text, capability_ids text[], created_at timestamptz',
  table: 'workflows',
  insert: `
    insert into workflows as w (id, registered, name, description, capability_ids, created_at)
    select f.id, true, f.name, f.description, f.capability_ids, coalesce(f.created_at, now())
      from first f
     where not exists (select from seeded_workflows s where s.id = f.id)
     order by f.place
    ${REGISTER_UNREGISTERED}
    returning w.id as key`,
  along: [
    `remembered as (insert into seeded_workflows (id) select id from first order by id on conflict do nothing)`,
  ],
  same: `h.registered and (h.name, h.description, h.capability_ids, h.created_at)
         is not distinct from (g.name, g.description, g.capability_ids, coalesce(g.created_at, h.created_at))`,
});

/** What {@link IMPORT_JOBS} takes for each job, as JSON. */
export interface JobToInsert extends GivenJob {
  created_at: string | null;
  state: string;
  attempt: number;
  failures: number;
  expiries: number;
  error_code: string | null;
  claims: readonly ClaimToInsert[];
}

export interface ClaimToInsert {
  operation_id: string;
  site_id: string;
  attempt: number;
  lease_ms: number;
  outcome: string | null;
  claimed_at: string | null;
  ended_at: string | null;
}

const CLAIM =
  'operation_id text, site_id text, attempt int, lease_ms bigint, outcome text, claimed_at timestamptz, ended_at timestamptz';

/** The moves that led to where a job is, as its history tells them: no state is come to out of nothing. */
const STEPS = `(values (1, null, '${FIRST_STATE}'), (2, '${FIRST_STATE}', 'claimed'), (3, 'claimed', f.state)) as step(n, was, becomes)`;

/**
 * $1 jobs as JSON, whose workflows are known; $2 who. A job takes the identity of its object if that is free, so that no
 * trigger makes a second one. One that was claimed since, where it comes from, differs.
 */
export const IMPORT_JOBS = importStatement({
  given: `${GIVEN_JOB}, created_at timestamptz, state text, attempt int,
    failures int, expiries int, error_code text, claims jsonb`,
  table: 'jobs',
  insert: `
    insert into jobs (id, workflow_id, workflow, config, name, description, priority, object_id, capability_ids, size_bytes,
                      sent_empty, created_at, state, attempt, failures, expiries, error_code)
    select f.id, f.workflow_id, f.workflow, f.config, f.name, f.description, w.priority, f.object_id,
           ${capabilitiesOf('f')}, f.size_bytes, f.sent_empty, coalesce(f.created_at, now()), f.state, f.attempt, f.failures, f.expiries, f.error_code
      from first f join workflows w on w.id = f.workflow_id
     order by f.id
    on conflict (id) do nothing returning id as key`,
  along: [
    `made as (select f.* from first f join taken t on t.key = f.id)`,
    `claimed as (
      insert into claims (operation_id, job_id, site_id, attempt, lease_ms, state, outcome, claimed_at, ended_at)
      select c.operation_id, m.id, c.site_id, c.attempt, c.lease_ms, case when c.outcome is null then 'open' else 'ended' end,
             c.outcome, coalesce(c.claimed_at, m.created_at, now()), case when c.outcome is not null then coalesce(c.ended_at, now()) end
        from made m, jsonb_to_recordset(m.claims) as c(${CLAIM}) order by m.id, c.attempt)`,
    `identified as (
      insert into job_identities (workflow_id, object_id, job_id)
      select workflow_id, object_id, id from made where object_id is not null order by workflow_id, object_id, place
      on conflict do nothing)`,
    `noted as (
      insert into job_history (job_id, from_state, to_state, attempt, operation_id, who, why)
      select f.id, step.was, step.becomes, case when step.n = 1 and f.state <> '${FIRST_STATE}' then f.attempt - 1 else f.attempt end,
             case when step.n > 1 then f.claims -> -1 ->> 'operation_id' end, $2, 'imported'
        from made f, lateral ${STEPS}
       where step.n = 1 or f.state <> '${FIRST_STATE}' and (step.n = 2 or f.state <> 'claimed')
       order by f.id, step.n)`,
  ],
  same: `(h.workflow, h.config, h.name, h.description, h.created_at)
         is not distinct from (g.workflow, g.config, g.name, g.description, coalesce(g.created_at, h.created_at))
         and not exists (select from jsonb_to_recordset(g.claims) as c(operation_id text)
                          where not exists (select from claims k where k.operation_id = c.operation_id))`,
});

/** $1 ids. */
export const KNOWN_WORKFLOWS = 'select id from workflows where id = any ($1)';
/** $1 operations. Of which job each is a claim already. */
export const JOBS_OF_OPERATIONS = 'select operation_id, job_id from claims where operation_id = any ($1)';

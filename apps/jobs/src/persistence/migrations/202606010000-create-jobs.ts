import { createOutboxTables } from '@callboard/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * workflow_id has no foreign key: every claim of a busy workflow would lock its one row. The statement that creates a
 * job makes sure of the workflow instead, and workflows are never deleted.
 */
const TABLES = `
create table workflows (
  id             text collate "C" primary key,
  seq            bigint generated always as identity,
  registered     boolean not null,
  name           text,
  description    text,
  capability_ids text[] not null default '{}',
  priority       smallint not null default 0,
  paused         boolean not null default false,
  lease_ms       bigint check (lease_ms >= 1000),
  max_attempts   integer not null default 1 check (max_attempts >= 1),
  max_expiries   integer not null default 3 check (max_expiries >= 1),
  retry_delay_ms bigint not null default 10000 check (retry_delay_ms >= 0),
  created_at     timestamptz not null default now()
);
comment on column workflows.registered is 'false: only named by a job or a firing; at most 1,000 of those that are posted';

create table jobs (
  id             text collate "C" primary key,
  workflow_id    text collate "C" not null,
  workflow       jsonb not null,
  config         jsonb not null,
  name           text,
  description    text,
  state          text collate "C" not null default 'queued'
                 check (state in ('queued', 'claimed', 'succeeded', 'failed', 'cancelled', 'dead')),
  priority       smallint not null default 0,
  available_at   timestamptz not null default now(),
  attempt        integer not null default 0,
  failures       integer not null default 0,
  expiries       integer not null default 0,
  version        integer not null default 1,
  object_id      text collate "C",
  capability_ids text[] not null default '{}',
  size_bytes     integer not null,
  traceparent    text,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now()
);
comment on column jobs.capability_ids is 'what a site needs: those posted, then those of the registered workflow';
comment on column jobs.size_bytes is 'of workflow and config as JSON; replies are cut to size by it';
create index jobs_claimable on jobs (workflow_id, priority desc, created_at, id) include (available_at)
  where state = 'queued';

create table job_identities (
  workflow_id text collate "C" not null,
  object_id   text collate "C" not null,
  job_id      text collate "C" not null,
  primary key (workflow_id, object_id)
);

create table claims (
  operation_id    text collate "C" primary key,
  job_id          text collate "C" not null,
  site_id         text collate "C" not null,
  claimant        text,
  request_id      text collate "C",
  attempt         integer not null,
  lease_ms        bigint not null,
  state           text collate "C" not null default 'open' check (state in ('open', 'ended')),
  outcome         text collate "C"
                  check (outcome in ('succeeded', 'failed', 'cancelled', 'released', 'expired')),
  claimed_at      timestamptz not null default now(),
  next_comparison timestamptz not null default now() + interval '10 seconds',
  ended_at        timestamptz,
  check ((state = 'ended') = (outcome is not null and ended_at is not null)),
  unique (job_id, attempt)
);
create unique index claims_one_open on claims (job_id) where state = 'open';
create unique index claims_request on claims (site_id, request_id, job_id) where request_id is not null;
create index claims_to_compare on claims (next_comparison) where state = 'open';

create table site_capabilities (
  site_id        text collate "C" primary key,
  capability_ids text[] not null,
  version        integer not null
);

create table job_history (
  seq          bigint generated always as identity,
  job_id       text collate "C" not null,
  from_state   text collate "C",
  to_state     text collate "C" not null,
  attempt      integer not null,
  operation_id text collate "C",
  who          text not null,
  why          text not null,
  at           timestamptz not null default now(),
  primary key (job_id, seq)
);
`;

export class CreateJobs1780272000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await createOutboxTables(queryRunner);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is undone by dropping the schema');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
create table runs (
  id           text collate "C" primary key,
  workflow_id  text collate "C" not null,
  object_id    text collate "C",
  job_id       text collate "C" unique,
  operation_id text collate "C",
  site_id      text collate "C",
  asked_by     text not null,
  status       text collate "C" not null
               check (status in ('REQUESTED', 'STARTED', 'FAIL', 'COMPLETE', 'ABORT')),
  attempt      integer not null default 0,
  last_event   integer not null default 1,
  log_lines    integer not null default 0,
  created_at   timestamptz not null default clock_timestamp()
);
comment on column runs.job_id is 'null while the run is only asked for; unique, so that a job has one run however often it is tried';
comment on column runs.operation_id is 'of the latest attempt; what others had is told by the events';
comment on column runs.status is 'the type of the latest event';
comment on column runs.log_lines is 'how many lines were kept of all its ops, to be cut where a run has too many';
-- At most one run of a pair waits to be adopted; the first that begins for the pair finds it here.
create unique index runs_asked_for on runs (workflow_id, object_id) where job_id is null;
-- Whoever asks for a run of a pair is given the one that has not ended. Those that ended are many, and are not in here.
create index runs_under_way on runs (workflow_id, object_id) where status in ('REQUESTED', 'STARTED');

create table run_events (
  run_id       text collate "C" not null references runs,
  n            integer not null,
  type         text collate "C" not null,
  at           timestamptz not null,
  operation_id text collate "C",
  site_id      text collate "C",
  inputs       text[] not null default '{}',
  outputs      text[] not null default '{}',
  error        jsonb,
  primary key (run_id, n)
);

create table run_ops (
  run_id       text collate "C" not null references runs,
  op           text collate "C" not null,
  attempt      integer not null,
  operation_id text collate "C" not null,
  state        text collate "C" not null check (state in ('running', 'succeeded', 'failed', 'skipped')),
  started_at   timestamptz not null,
  ended_at     timestamptz,
  inputs       text[] not null,
  outputs      text[] not null,
  output       jsonb,
  error        jsonb,
  bytes        integer not null,
  primary key (run_id, op, attempt),
  check ((state = 'running') = (ended_at is null))
);
comment on column run_ops.bytes is 'of output and error as JSON: what a run may hold of them is bounded';

create table run_op_logs (
  run_id  text collate "C" not null,
  op      text collate "C" not null,
  attempt integer not null,
  at      timestamptz not null,
  digest  text collate "C" not null,
  n       bigint generated always as identity,
  level   text not null,
  text    text not null,
  kept_at timestamptz not null default clock_timestamp(),
  -- A line that is sent again is known by its time and its words.
  primary key (run_id, op, attempt, at, digest)
);

create table run_datasets (
  run_id    text collate "C" not null references runs,
  direction text collate "C" not null check (direction in ('in', 'out')),
  object_id text collate "C" not null,
  n         bigint generated always as identity,
  -- From a run to what it read or made.
  primary key (run_id, direction, object_id)
);
comment on column run_datasets.n is 'the order in which they were told';
-- From an object to the runs that read or made it.
create index run_datasets_of_object on run_datasets (object_id, direction, run_id);
`;

/** What runs of jobs did, op by op, and the objects they read and made (design 8). */
export class RecordRuns1795568000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table run_datasets, run_op_logs, run_ops, run_events, runs');
  }
}

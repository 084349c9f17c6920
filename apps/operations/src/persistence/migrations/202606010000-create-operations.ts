import { createOutboxTables } from '@callboard/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
create table operations (
  id          text collate "C" primary key,
  job_id      text collate "C" not null,
  site_id     text collate "C" not null,
  claimant    text,
  attempt     integer not null check (attempt > 0),
  state       text collate "C" not null default 'open'
              check (state in ('open', 'succeeded', 'failed', 'cancelled', 'released', 'expired')),
  done        boolean not null generated always as (state <> 'open') stored,
  outcome     text collate "C" generated always as (nullif(state, 'open')) stored,
  lease_ms    bigint not null check (lease_ms > 0),
  expire_time timestamptz not null,
  result      jsonb,
  metadata    jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  job         jsonb not null,
  version     integer not null default 1,
  created_at  timestamptz not null default clock_timestamp(),
  ended_at    timestamptz,
  traceparent text,
  check ((state = 'open') = (ended_at is null))
);
comment on column operations.id is 'the fencing token: once the operation has ended, no write under it is taken';
comment on column operations.result is 'JSON null is kept as null: clients read both alike';
comment on column operations.metadata is 'what clients sent, merged; the keys of the runtime are put in when it is read';
comment on column operations.job is '{id, workflow, config} as claimed, out of reach of whatever clients send';
comment on column operations.version is 'grows with each change of state, not with progress or heartbeats';
create index operations_leases on operations (expire_time) where state = 'open';

create table operation_history (
  seq          bigint generated always as identity,
  operation_id text collate "C" not null,
  from_state   text collate "C",
  to_state     text collate "C" not null,
  who          text not null,
  why          text not null,
  at           timestamptz not null default clock_timestamp(),
  primary key (operation_id, seq)
);
`;

export class CreateOperations1780272000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await createOutboxTables(queryRunner);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is undone by dropping the schema');
  }
}

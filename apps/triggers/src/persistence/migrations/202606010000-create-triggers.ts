import { createOutboxTables } from '@callboard/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
create table triggers (
  id             text collate "C" primary key,
  seq            bigint generated always as identity,
  object_type_id text collate "C" not null,
  workflow_id    text collate "C" not null,
  created_at     timestamptz not null default now()
);
create index triggers_of_type on triggers (object_type_id);

create table tagged_objects (
  object_id text collate "C" primary key,
  types     text[] not null,
  version   bigint not null
);
comment on table tagged_objects is 'what each object bears, as far as objects-changed has told';
create index tagged_objects_types on tagged_objects using gin (types);

create table firings (
  id             text collate "C" primary key default gen_random_uuid()::text,
  trigger_id     text collate "C" not null,
  object_type_id text collate "C" not null,
  workflow_id    text collate "C" not null,
  object_id      text collate "C" not null,
  traceparent    text,
  fired_at       timestamptz not null default now(),
  unique (trigger_id, object_id)
);

create table backfills (
  trigger_id      text collate "C" primary key references triggers,
  after_object_id text collate "C" not null default '',
  traceparent     text,
  created_at      timestamptz not null default now()
);
comment on table backfills is 'unfinished ones; after_object_id is how far each has come';
`;

export class CreateTriggers1780272000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await createOutboxTables(queryRunner);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is undone by dropping the schema');
  }
}

import { createOutboxTables } from '@callboard/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Keys and checksums have tables of their own: a batch reserves them before it is judged, and whoever comes second
 * waits for the first. They name objects that do not exist yet, hence no foreign keys.
 * Most content is compressed already, so that PostgreSQL need not try (storage external).
 */
const TABLES = `
create table objects (
  id             text collate "C" primary key,
  document       jsonb not null,
  document_bytes integer not null,
  manager        text collate "C" not null,
  types          text[] collate "C" not null default '{}',
  stored         boolean not null,
  version        integer not null default 1,
  created_at     timestamptz not null default now()
);
comment on column objects.manager is 'the site that registered the object';
comment on column objects.document_bytes is 'of document as JSON; replies are cut to size by it';

create table object_checksums (
  type      text collate "C" not null,
  checksum  text collate "C" not null,
  object_id text collate "C" not null,
  primary key (type, checksum)
);
create index object_checksums_of on object_checksums (object_id);

create table registrations (
  manager          text collate "C" not null,
  registration_key text collate "C" not null,
  object_id        text collate "C" not null,
  primary key (manager, registration_key)
);
create index registrations_of on registrations (object_id);

create table uploads (
  id         bigint generated always as identity primary key,
  manager    text collate "C" not null,
  upload_id  text collate "C" not null,
  bytes      bigint not null default 0,
  chunks     integer not null default 0,
  sha256     text,
  object_id  text collate "C" unique references objects (id),
  touched_at timestamptz not null default now(),
  unique (manager, upload_id),
  check ((object_id is null) = (sha256 is null))
);
create index uploads_unbound on uploads (touched_at) where object_id is null;

create table content_chunks (
  upload bigint not null references uploads (id) on delete cascade,
  n      integer not null,
  bytes  bytea not null check (octet_length(bytes) <= 1048576),
  primary key (upload, n)
);
alter table content_chunks alter column bytes set storage external;

create table object_types (
  id          text collate "C" primary key,
  seq         bigint generated always as identity,
  name        text,
  description text,
  created_at  timestamptz not null default now()
);
`;

export class CreateObjects1780272000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await createOutboxTables(queryRunner);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is undone by dropping the schema');
  }
}

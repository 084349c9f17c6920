import { createFencingTables } from '@callboard/fencing';
import { createKeptRepliesTable, createOutboxTables } from '@callboard/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const SCHEMAS = `
create table schema_versions (
  version      integer generated always as identity primary key,
  digest       text collate "C" not null unique,
  title        text not null,
  schema       json not null,
  -- What is to be known of it without compiling it: its collections, its classes and their type codes.
  collections  text[] not null,
  typecodes    jsonb not null,
  installed_at timestamptz not null default now(),
  installed_by text not null
);

create table active_schema (
  is_only      boolean primary key default true check (is_only),
  version      integer not null references schema_versions,
  activated_at timestamptz not null default now(),
  activated_by text not null
);`;

const DOCUMENTS = `
create table documents (
  -- The id, or for documents without one the collection and a digest of what they say.
  key        text collate "C" primary key,
  collection text collate "C" not null,
  version    integer not null default 1,
  document   jsonb not null
);
-- Lists of a collection go by ascending key.
create index documents_of_collection on documents (collection, key);
-- Two biosamples of a study may not share a name (contract 6.2, pass 3).
create index biosamples_by_name on documents ((document ->> 'name')) where collection = 'biosample_set';

create table document_history (
  key          text collate "C" not null,
  version      integer not null,
  at           timestamptz not null default now(),
  who          text not null,
  operation_id text collate "C",
  job_id       text collate "C",
  -- What the document was; what it became is what it is now, or was before the next change.
  before       jsonb,
  primary key (key, version)
);

create table effects (
  job_id       text collate "C" primary key,
  operation_id text collate "C" not null,
  result       jsonb not null,
  at           timestamptz not null default now()
);
comment on table effects is 'what a job has done here: a later attempt is told of it instead of doing it again';

create table minted_ids (
  id           text collate "C" primary key,
  schema_class text not null,
  minted_by    text not null,
  minted_at    timestamptz not null default now()
);`;

/**
 * What is staged is not the truth: whoever staged it does so again after a crash of the database, so these tables are
 * written once, not twice.
 */
const STAGED = `
create unlogged table submissions (
  id             uuid primary key,
  who            text not null,
  schema_version integer not null,
  batches        integer not null default 0,
  documents      integer not null default 0,
  bytes          bigint not null default 0,
  findings       integer not null default 0,
  touched_at     timestamptz not null default now()
);
create index submissions_by_age on submissions (touched_at);

create unlogged table staged_collections (
  submission uuid not null,
  collection text collate "C" not null,
  primary key (submission, collection)
);

create unlogged table staged_documents (
  submission uuid not null,
  collection text collate "C" not null,
  place      integer not null,
  id         text collate "C",
  document   jsonb not null,
  primary key (submission, collection, place)
);
create index staged_by_id on staged_documents (submission, id);

create unlogged table staged_findings (
  submission uuid not null,
  collection text collate "C" not null,
  place      integer not null,
  n          integer not null,
  finding    text not null,
  primary key (submission, collection, place, n)
);

create unlogged table staged_references (
  submission  uuid not null,
  collection  text collate "C" not null,
  place       integer not null,
  n           integer not null,
  slot        text not null,
  target      text collate "C" not null,
  collections text[] not null,
  primary key (submission, collection, place, n)
);`;

export class CreateMetadata1795485600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const tables of [SCHEMAS, DOCUMENTS, STAGED]) await queryRunner.query(tables);
    await createOutboxTables(queryRunner);
    await createKeptRepliesTable(queryRunner);
    await createFencingTables(queryRunner);
  }

  async down(): Promise<void> {
    throw new Error('the first migration is undone by dropping the schema');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const CHANGESHEETS = `
create table changesheets (
  -- That holds the bytes of the sheet.
  object_id    text collate "C" primary key,
  -- Versions by document that the preview has seen; null once they were applied, or where there was no preview.
  versions     jsonb,
  asked_by     text not null,
  previewed_at timestamptz not null default now(),
  job_id       text collate "C",
  documents    integer not null default 0,
  applied_at   timestamptz,
  undone_at    timestamptz,
  undone_by    text
);
comment on table changesheets is 'what became of each changesheet: applied once, until it is undone';

-- What a job has changed, to be undone.
create index history_of_job on document_history (job_id) where job_id is not null;`;

/** As with submissions, whoever staged a sheet does so again after a crash of the database. */
const STAGED = `
create unlogged table sheets (
  id         uuid primary key,
  who        text not null,
  parts      integer not null default 0,
  bytes      integer not null default 0,
  versions   jsonb,
  touched_at timestamptz not null default now()
);
create index sheets_by_age on sheets (touched_at);

create unlogged table sheet_parts (
  sheet uuid not null,
  n     integer not null,
  bytes bytea not null,
  primary key (sheet, n)
);`;

export class CreateChangesheets1795834800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const tables of [CHANGESHEETS, STAGED]) await queryRunner.query(tables);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table sheet_parts, sheets, changesheets; drop index history_of_job');
  }
}

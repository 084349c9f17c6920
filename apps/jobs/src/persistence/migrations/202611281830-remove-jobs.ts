import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
create table removed_jobs (
  id          text collate "C" primary key,
  workflow_id text collate "C" not null,
  activity_id text not null,
  state       text collate "C" not null,
  who         text not null,
  at          timestamptz not null default now()
);
comment on table removed_jobs is 'jobs that went with the document that they were to make: who removed them, and the state that they had';
create index removed_jobs_of_activity on removed_jobs (activity_id);
`;

/**
 * Jobs that name no activity, those of triggers among them, are not in it. Making it reads the table once; a job is
 * never given another config, so that what moves jobs pays for one more entry and no more.
 */
const INDEX = `
create index jobs_of_activity on jobs ((config ->> 'activity_id')) where config ->> 'activity_id' is not null;
`;

/** Jobs go with the documents that they were to make. */
export class RemoveJobs1795890600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP + INDEX);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index jobs_of_activity; drop table removed_jobs');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
create table requested_jobs (
  site_id      text collate "C" not null,
  asked_by     text collate "C" not null,
  run_key      text collate "C" not null,
  job_id       text collate "C" not null,
  requested_at timestamptz not null default now(),
  primary key (site_id, asked_by, run_key)
);
comment on table requested_jobs is 'the one job of each run key, for ever';
comment on column requested_jobs.asked_by is 'the sensor or schedule of the site';
`;

/** What sensors and schedules ask for, each once. */
export class RequestJobs1795580000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table requested_jobs');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table workflows
  add column longest_retry_delay_ms bigint not null default 3600000 check (longest_retry_delay_ms >= 0),
  add column final_error_codes text[] not null default '{}',
  add column max_running integer check (max_running >= 1);
comment on column workflows.max_running is 'most jobs of the workflow that are claimed at once; its row is locked by claims only where this is set';
create index workflows_limited on workflows (id) where max_running is not null;

alter table jobs
  add column posted_by text collate "C",
  add column error_code text collate "C";
comment on column jobs.posted_by is 'site that posted the job, and may cancel and retry it; null for one that a trigger made';
comment on column jobs.error_code is 'of the last failure or lost lease; null after a retry by hand, a success or a release';

create table site_limits (
  site_id     text collate "C" primary key,
  max_running integer not null check (max_running >= 1)
);
comment on table site_limits is 'most jobs that a site may hold at once; a claim locks the row, so that nobody counts beside it';
`;

/** They hold few rows, those of what runs at this moment; making them reads the tables once. */
const INDEXES = `
create index jobs_running on jobs (workflow_id) where state = 'claimed';
create index claims_running on claims (site_id) where state = 'open';
`;

/** Policies of retrying, limits of what runs, and whose a job is. */
export class ManageJobs1795456800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP + INDEXES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index jobs_running, claims_running, workflows_limited;
      drop table site_limits;
      alter table jobs drop column posted_by, drop column error_code;
      alter table workflows drop column longest_retry_delay_ms, drop column final_error_codes, drop column max_running`);
  }
}

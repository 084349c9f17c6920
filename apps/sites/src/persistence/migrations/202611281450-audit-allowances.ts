import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
create table allowance_history (
  id       bigint generated always as identity primary key,
  at       timestamptz not null default now(),
  username text collate "C" not null,
  action   text not null,
  change   text not null check (change in ('given', 'taken')),
  who      text not null
);
comment on table allowance_history is 'who gave an allowance to whom, and who took it away';
create index allowance_history_by_age on allowance_history (at);`;

export class AuditAllowances1795877400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table allowance_history');
  }
}

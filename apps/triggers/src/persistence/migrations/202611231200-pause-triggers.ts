import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table triggers add column paused boolean not null default false;

create table seeded_triggers (
  id text collate "C" primary key
);
comment on table seeded_triggers is 'what was seeded once and is not seeded again, though it may have been deleted';
insert into seeded_triggers select id from triggers;
`;

export class PauseTriggers1795435200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table seeded_triggers; alter table triggers drop column paused');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
create table seeded_workflows (
  id text collate "C" primary key
);
comment on table seeded_workflows is 'what was seeded once and is not seeded again, though it may have been deleted';
insert into seeded_workflows select id from workflows where registered;
`;

export class ManageWorkflows1795435200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table seeded_workflows');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OnlySites1795569000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
alter table workflows add column only_sites text[] check (cardinality(only_sites) > 0);
comment on column workflows.only_sites is 'the only sites that may run it; null for every site that is able'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table workflows drop column only_sites');
  }
}

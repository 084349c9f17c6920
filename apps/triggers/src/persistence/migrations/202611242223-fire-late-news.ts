import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when each trigger fires without a break: what objects told before fires it no more when it is heard late. */
export class FireLateNews1795559000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table triggers add column on_since timestamptz not null default clock_timestamp()',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table triggers drop column on_since');
  }
}

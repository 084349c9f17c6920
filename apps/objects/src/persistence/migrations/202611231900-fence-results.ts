import { createFencingTables } from '@callboard/fencing';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Objects that name an operation are kept only while it is open (ADR 18). */
export class FenceResults1795460400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createFencingTables(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function refuse_when_late; drop table job_attempts');
  }
}

import { createKeptRepliesTable } from '@callboard/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A repeat with the same Idempotency-Key is given the reply of the first (ADR 16). */
export class KeepReplies1795557600002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createKeptRepliesTable(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table kept_replies');
  }
}

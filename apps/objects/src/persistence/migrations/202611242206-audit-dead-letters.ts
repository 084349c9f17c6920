import { auditDeadLetters } from '@callboard/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of each dead letter, and who decided it. */
export class AuditDeadLetters1795558000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await auditDeadLetters(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table dead_letter_history; alter table dead_letters drop column state');
  }
}

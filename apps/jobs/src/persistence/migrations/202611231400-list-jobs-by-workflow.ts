import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists go by ascending id, and most of them ask for some workflows (contract 8.2, 8.3). */
export class ListJobsByWorkflow1795442400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create index jobs_of_workflow on jobs (workflow_id, id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index jobs_of_workflow');
  }
}

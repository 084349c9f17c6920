import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clients ask for the operations of a job, and for those of a site that are not done (contract 8.4). */
export class ListOperationsOfJobs1795442400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create index operations_of_job on operations (job_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index operations_of_job');
  }
}

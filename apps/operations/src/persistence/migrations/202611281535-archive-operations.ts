import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table operations add column archived_at timestamptz check (archived_at is null or done);
comment on column operations.archived_at is 'since when lists leave it out; by its id it is read as ever';
`;

/** Operations that ended long ago are left out of lists. None is removed: jobs, runs and histories name them. */
export class ArchiveOperations1795880100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table operations drop column archived_at');
  }
}

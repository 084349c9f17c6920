import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table submissions add column curation jsonb;
comment on column submissions.curation is 'what was dropped from it, so that a repeat of the request tells the same';
-- What names a document that is dropped is dropped as well.
create index staged_by_target on staged_references (submission, target);
`;

const DOWN = `
drop index staged_by_target;
alter table submissions drop column curation;
`;

/** From submissions is dropped what makes them invalid. */
export class CurateSubmissions1795877400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

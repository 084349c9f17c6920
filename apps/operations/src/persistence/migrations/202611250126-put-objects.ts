import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table operations
  add column promised jsonb,
  alter column job drop not null,
  alter column job_id drop not null,
  add constraint operations_of_one_kind check (num_nonnulls(job, promised) = 1 and (job is null) = (job_id is null));
create unique index operations_promising on operations ((promised ->> 'object_id')) where promised is not null;
comment on column operations.promised is '{object_id, url, expires_in_seconds} of an operation to put an object, which has no job';
`;

const DOWN = `
delete from operations where job is null;
drop index operations_promising;
alter table operations
  drop constraint operations_of_one_kind,
  drop column promised,
  alter column job set not null,
  alter column job_id set not null;
`;

/** A site puts bytes into the object store under an operation that is of no job. */
export class PutObjects1795570000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

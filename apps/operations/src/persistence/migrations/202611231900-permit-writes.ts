import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table operations
  add column writers jsonb not null default '{}',
  add column no_writers_until timestamptz;
comment on column operations.writers is 'permits to store results elsewhere: id to the end of each; while one lasts nobody ends the operation';
comment on column operations.no_writers_until is 'somebody wants to end it and waits for its writers: no further permit until then';
`;

/** Results are stored elsewhere under an operation that cannot end meanwhile (ADR 18). */
export class PermitWrites1795460400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table operations drop column writers, drop column no_writers_until');
  }
}

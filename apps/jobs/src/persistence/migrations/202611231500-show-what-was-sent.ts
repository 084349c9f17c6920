import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table jobs add column sent_empty text[] not null default '{}';
comment on column jobs.sent_empty is 'optional fields that were posted as null, or as an empty list: they are shown so';
`;

/** Clients tell a field that was sent as null from one that was not sent (contract 0, SET). */
export class ShowWhatWasSent1795446000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table jobs drop column sent_empty');
  }
}

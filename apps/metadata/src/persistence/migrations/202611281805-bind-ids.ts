import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table minted_ids
  add column metadata   jsonb check (jsonb_typeof(metadata) = 'object'),
  add column bound_at   timestamptz,
  add column bound_by   text,
  add column deleted_at timestamptz,
  add column deleted_by text;
comment on column minted_ids.metadata is 'what whoever minted the id has bound to it; a document of the id tells for itself';
comment on column minted_ids.deleted_at is 'the row stays, so that the id is never minted again';
`;

/** Ids to which something is bound, and ids that are deleted (contract 2.8). */
export class BindIds1795889100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table minted_ids drop column metadata, drop column bound_at, drop column bound_by, drop column deleted_at, drop column deleted_by',
    );
  }
}

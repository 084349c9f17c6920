import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table signing_keys add column retires_at timestamptz;
comment on column signing_keys.retires_at is 'when its tokens are refused, after the last has expired; null: it signs, or will';
alter table signing_keys alter column private_jwk drop not null;
comment on column signing_keys.private_jwk is 'null once the key does not sign any more';
create unique index signing_keys_one_next on signing_keys ((true)) where not active and retires_at is null;
`;

export class RotateSigningKeys1795514400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  /** Keys that do not sign any more have lost their private part, so they go, and their tokens with them. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('delete from signing_keys where not active');
    await queryRunner.query('drop index signing_keys_one_next');
    await queryRunner.query(
      'alter table signing_keys alter column private_jwk set not null, drop column retires_at',
    );
  }
}

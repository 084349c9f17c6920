import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Unlogged: a crash of the database forgets the counts, which costs whoever guesses nothing and everybody else less. */
const UP = `
create unlogged table failed_logins (
  who      text collate "C" primary key,
  clear_at timestamptz not null
);
comment on table failed_logins is 'counts of failed logins, of a name from an address and of an address';
comment on column failed_logins.clear_at is 'when the count has run down; each failure moves it on';
create index failed_logins_clear on failed_logins (clear_at);
`;

export class CountFailedLogins1795510800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table failed_logins');
  }
}

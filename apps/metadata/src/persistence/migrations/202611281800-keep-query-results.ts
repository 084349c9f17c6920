import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who loses a result to a crash of the database asks again, so it is written once, not twice. */
const UP = `
create unlogged table query_cursors (
  id         uuid primary key,
  who        text not null,
  batch_size integer not null,
  query      jsonb not null,
  touched_at timestamptz not null default now()
);
create index query_cursors_by_age on query_cursors (touched_at);
create index query_cursors_of_caller on query_cursors (who, touched_at);

create unlogged table query_results (
  cursor   uuid not null,
  place    integer not null,
  document jsonb not null,
  primary key (cursor, place)
);
`;

/** Queries go on from where they were, in any process. */
export class KeepQueryResults1795888800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table query_results; drop table query_cursors');
  }
}

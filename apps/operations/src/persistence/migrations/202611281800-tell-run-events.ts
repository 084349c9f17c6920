import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = `
alter table run_events
  add column producer   text,
  add column schema_url text,
  add column facets     jsonb,
  add column who        text,
  add check ((producer is null) = (schema_url is null));
comment on column run_events.producer is 'who told the event, as OpenLineage names producers; null for what the runtime saw itself';
comment on column run_events.who is 'the caller that told it';
`;

/** Events of runs that others tell (contract 2.6). */
export class TellRunEvents1795888800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table run_events drop column producer, drop column schema_url, drop column facets, drop column who',
    );
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Making them reads the table once; each holds documents of one collection or two, and other writes do not pay. */
const UP = `
-- Executions by their inputs: what was made of the outputs of one that is removed.
create index executions_by_input on documents using gin ((document -> 'has_input'))
  where collection = 'workflow_execution_set';
create index aggregates_by_execution on documents ((document ->> 'was_generated_by'))
  where collection = 'functional_annotation_agg';
create index documents_superseded on documents ((document ->> 'superseded_by'))
  where collection in ('workflow_execution_set', 'data_object_set') and document ->> 'superseded_by' is not null;
`;

/** What goes with an execution is found without reading every document. */
export class FindDownstream1795891200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index executions_by_input, aggregates_by_execution, documents_superseded');
  }
}

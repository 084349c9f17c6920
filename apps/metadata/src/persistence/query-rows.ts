import type { QuerySource, RowsOf } from '@callboard/document-query';
import type { PlannedQuery } from '../use-cases/queries-store';

/** Whatever a document holds can be asked for: the schema says what that is. */
export const ANYTHING: QuerySource = {
  fields: { id: { sql: 'd.key', kind: 'text' } },
  otherwise: { sql: 'd.document', kind: 'json' },
};

/** A query reads documents of the collections that it names, and the jobs that were fetched for it. */
export const rowsOf =
  ({ jobs }: PlannedQuery): RowsOf =>
  (collection, stage, parameters) => {
    const given = jobs.get(stage);
    if (given !== undefined) return { is: 'given', documents: given };
    const where = `d.collection = ${parameters.add(collection, 'text')}`;
    return { is: 'kept', from: 'documents d', where, key: 'd.key', query: ANYTHING };
  };

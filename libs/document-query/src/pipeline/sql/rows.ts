import type { QuerySource } from '../../fields';
import type { Parameters } from '../../sql/parameters';

/** Where the documents of a collection come from: rows that are kept, or a JSON list that stands beside the statement. */
export type CollectionRows =
  | {
      readonly is: 'kept';
      /** An SQL `from` item, and the condition for the rows of the collection. */
      readonly from: string;
      readonly where: string;
      /** A text that tells rows apart and that they are put in order by. */
      readonly key: string;
      /** Its `otherwise` is the document. */
      readonly query: QuerySource;
    }
  | { readonly is: 'given'; readonly documents: string };

/** Finds the rows of a collection: of the one that a pipeline begins with (-1), or of that of a `$lookup`, by its stage. */
export type RowsOf = (collection: string, stage: number, parameters: Parameters) => CollectionRows;

/** Rows that a statement can name. */
export type NamedRows = Omit<Extract<CollectionRows, { is: 'kept' }>, 'is'> & { readonly document: string };

/** Of a list that stands beside: a common table expression with its rows, and how to name them. */
export function givenRows(name: string, documents: string): { cte: string; rows: NamedRows } {
  const document = `${name}.document`;
  return {
    cte: `${name} as materialized (
      select v.document ->> 'id' as key, v.document from jsonb_array_elements(${documents}) v (document))`,
    rows: {
      from: name,
      where: 'true',
      key: `${name}.key`,
      document,
      query: { fields: {}, otherwise: { sql: document, kind: 'json' } },
    },
  };
}

import type { QuerySource } from '@callboard/document-query';

/** Most characters of the texts that are indexed; the migration that makes the index says the same. */
const LONGEST_TEXT = 100;

/** Whatever a document holds can be asked for: the schema says what that is. */
export const ANYTHING: QuerySource = {
  fields: { id: { sql: 'd.key', kind: 'text' } },
  otherwise: {
    sql: 'd.document',
    kind: 'json',
    texts: { sql: 'd.texts', of: 'texts_of', longest: LONGEST_TEXT },
  },
};

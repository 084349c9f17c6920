import type { QuerySource } from '@callboard/document-query';

/** Most characters of the texts that are indexed; the migration that makes the index says the same. */
const LONGEST_TEXT = 300;

const anything = (of: (texts: string) => string): QuerySource => ({
  fields: { id: { sql: 'd.key', kind: 'text' } },
  otherwise: { sql: 'd.document', kind: 'json', texts: { sql: 'd.texts', of, longest: LONGEST_TEXT } },
});

/** Whatever a document holds can be asked for: the schema says what that is. */
export const ANYTHING = anything((texts) => `texts_of(${texts})`);

/**
 * The same, where it is known that few documents hold the texts. PostgreSQL does not see them while it plans, and so does
 * not add up what it takes each of them for.
 */
export const RARE_THINGS = anything((texts) => `(select texts_of(${texts}))`);

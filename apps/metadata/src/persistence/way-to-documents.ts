import { type CompiledFilter, compileParsed, type Filter } from '@callboard/document-query';
import type { Database } from '@callboard/persistence';
import { ANYTHING, RARE_THINGS } from './document-fields';
import { HAS_RARE_TEXTS, type Way } from './documents.sql';

/**
 * Compiles a filter of documents, for a statement with `before` parameters besides, and says how to find them.
 *
 * PostgreSQL takes a text that it knows nothing of for one that stands in one document of 200, and so a list of 500 ids
 * for nearly all of them: it would read the whole collection. Whether texts are rare is asked for beforehand.
 */
export async function compileForDocuments(
  filter: Filter,
  before: number,
  database: Database,
): Promise<CompiledFilter & { readonly way: Way }> {
  const usual = compileParsed(filter, ANYTHING, before);
  if (!(await areRare(usual.texts, database))) return { ...usual, way: 'in order' };
  return { ...compileParsed(filter, RARE_THINGS, before), way: 'by text' };
}

async function areRare(texts: readonly (readonly string[])[], database: Database): Promise<boolean> {
  if (texts.length === 0) return false;
  const [row] = await database.query<{ rare: boolean }>(HAS_RARE_TEXTS, [JSON.stringify(texts)]);
  return row?.rare === true;
}

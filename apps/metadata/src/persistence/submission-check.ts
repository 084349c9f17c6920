import { FREELY_PLANNED, type Transaction } from '@callboard/persistence';
import type { Verdict } from '../use-cases/submissions-store';
import {
  BROKEN_REFERENCES,
  BY_SCHEMA,
  BY_SCHEMA_COUNT,
  COLLECTIONS,
  type FindingRecord,
  SAME_NAMES,
  TWICE,
} from './check-submission.sql';

/**
 * Runs the passes of contract 6.2 one after the other; the first that finds something is the last. What follows in the
 * transaction is planned for the values at hand.
 */
export async function checkStaged(
  tx: Transaction,
  submission: string,
  passes: { references: boolean },
  most: number,
): Promise<Omit<Verdict, 'documents'>> {
  // These join whole submissions, of one document or of a million: no plan is right for both.
  tx.along(FREELY_PLANNED);
  const [collections, [counted]] = await Promise.all([
    tx.query<{ collection: string }>(COLLECTIONS, [submission]),
    tx.query<{ count: number }>(BY_SCHEMA_COUNT, [submission]),
  ]);
  const names = collections.map(({ collection }) => collection);
  if (counted && counted.count > 0) {
    const found = await tx.query<FindingRecord>(BY_SCHEMA, [submission, most]);
    return { findings: byCollection(names, found), more: counted.count - found.length };
  }
  for (const sql of [TWICE, SAME_NAMES, ...(passes.references ? [BROKEN_REFERENCES] : [])]) {
    // One finding beyond the most tells that there are others.
    const found = await tx.query<FindingRecord>(sql, [submission, most + 1]);
    if (found.length > 0)
      return { findings: byCollection(names, found.slice(0, most)), more: found.length > most ? 1 : 0 };
  }
  return { findings: byCollection(names, []), more: 0 };
}

/** Every collection that was looked at has a list, an empty one where nothing was found. */
function byCollection(names: readonly string[], found: readonly FindingRecord[]): Record<string, string[]> {
  const lists = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const { collection, finding } of found) {
    const list = lists.get(collection) ?? [];
    list.push(finding);
    lists.set(collection, list);
  }
  return Object.fromEntries(lists);
}

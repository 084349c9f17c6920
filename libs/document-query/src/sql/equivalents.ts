import type { QuerySource } from '../fields';
import { parseFilter } from '../parse-filter';

const known = new WeakMap<QuerySource, ReadonlyMap<string, string>>();

/** The SQL of filters that a list knows a cheaper condition for, by their parsed form; read once for each list. */
export function equivalentsOf(source: QuerySource): ReadonlyMap<string, string> {
  const found =
    known.get(source) ?? new Map(source.equivalents?.map(({ filter, sql }) => [keyOf(filter), sql]));
  known.set(source, found);
  return found;
}

const keyOf = (filter: string): string => JSON.stringify(parseFilter(filter));

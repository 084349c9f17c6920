import { FIND_GROUPS } from '@callboard/contracts';
import type { FindSortKey } from '@callboard/document-query';
import { compared } from '@callboard/persistence';
import { FITTING, type Way } from './documents.sql';

/** Parameters of {@link foundDocuments} before those of its condition. */
export const FIND_PARAMETERS = 4;
/** Parameters of {@link countFound} before those of its condition. */
export const COUNT_PARAMETERS = 1;
/** Parameters of {@link groupsOfFound} before those of its condition. */
export const GROUPS_PARAMETERS = 2;

/**
 * SQL: an order of documents, and the values of its parameters, of which the first has the number `next`. What has no
 * value comes first, then numbers, then texts by code point; the other way round when descending.
 */
export function orderBy(
  sort: readonly FindSortKey[],
  next: number,
  way: Way,
): { sql: string; values: string[][] } {
  const values: string[][] = [];
  const ofId = way === 'by text' ? compared('d.key') : 'd.key';
  const parts = sort.flatMap(({ attribute, descending }) => {
    const [to, numbersBeside] = descending ? ['desc', 'nulls first'] : ['asc', 'nulls last'];
    if (attribute === 'id') return [`${ofId} ${to}`];
    const value = `nullif(d.document #> $${next + values.length}::text[], 'null')`;
    values.push(attribute.split('.'));
    const number = `case jsonb_typeof(${value}) when 'number' then (${value})::numeric end`;
    return [
      `(${value} is not null) ${to}`,
      `${number} ${to} ${numbersBeside}`,
      `(${value} #>> '{}') collate "C" ${to}`,
    ];
  });
  return { sql: [...parts, ofId].join(', '), values };
}

/**
 * $1 collections, $2 id before the part or null, $3 how many are passed over, $4 most documents. Documents are read once
 * it is known which.
 */
export const foundDocuments = (condition: string, order: string): string => `
with next as (
  select d.key, row_number() over (order by ${order}) as n
    from documents d
   where d.collection = any ($1) and ($2::text is null or d.key > $2) and (${condition})
   order by ${order} offset $3 limit $4 + 1
), read as (
  select n.key, row_number() over (order by n.n) as place, d.document::text as text
    from next n join documents d on d.key = n.key
)${FITTING('$4')}`;

/** SQL: the collection of a document; where it is computed, PostgreSQL looks into the index of texts. */
const COLLECTION: Record<Way, string> = { 'in order': 'd.collection', 'by text': compared('d.collection') };

/** $1 collections. */
export const countFound = (condition: string, way: Way): string => `
select count(*)::int as count from documents d where ${COLLECTION[way]} = any ($1) and (${condition})`;

/** $1 collections, $2 the attribute as a path. */
export const groupsOfFound = (condition: string, way: Way): string => `
select value as key, count(distinct d.key)::int as count
  from documents d cross join lateral jsonb_path_query(d.document, $2::jsonpath) value
 where ${COLLECTION[way]} = any ($1) and (${condition})
 group by value order by count desc, value limit ${FIND_GROUPS}`;

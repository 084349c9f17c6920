import type { CompiledPipeline } from '@callboard/document-query';

/** Most bytes of the documents of one reply; the first one always fits. */
const REPLY_BYTES = 400_000;
/** Most rows of a result that is kept, and most bytes of it. */
const KEPT = { rows: 100_000, bytes: 256 * 1024 * 1024 };

/** A document of a batch; of one that does not fit only that it is there. */
export interface BatchRecord {
  at: string;
  document: Record<string, unknown> | null;
}

/** `next`: SQL with the columns `n`, `at` (where to go on behind it) and `document`; one row beyond the batch. */
const fitting = (next: string, size: string): string => `
with next as (${next}), sized as (
  select n.*, row_number() over by_n as place, sum(octet_length(n.document::text)) over by_n as total
    from next n window by_n as (order by n.n)
)
select at, case when place <= ${size} and (place = 1 or total <= ${REPLY_BYTES}) then document end as document
  from sized order by n`;

/** Parameters of {@link pageOfQuery} before those of its condition. */
export const PAGE_PARAMETERS = 4;

/** $1 collection, $2 key before the page, $3 most documents, $4 how many are passed over. */
export const pageOfQuery = (condition: string): string =>
  fitting(
    `select row_number() over (order by p.key) as n, p.key as at, p.document from (
       select d.key, d.document from documents d
        where d.collection = $1 and d.key > $2 and (${condition}) order by d.key offset $4 limit $3 + 1) p`,
    '$3',
  );

/** $1 cursor, $2 place before the batch, $3 most documents. */
export const KEPT_BATCH = fitting(
  `select place as n, place::text as at, document from query_results
    where cursor = $1 and place > $2 order by place limit $3 + 1`,
  '$3',
);

/** The values of the pipeline, then: most documents. */
export function firstOfQuery({ ctes, result, values }: CompiledPipeline): string {
  const size = `$${values.length + 1}`;
  return fitting(
    `with ${ctes} select row_number() over (order by n) as n, n::text as at, doc as document
       from (select n, doc from ${result} order by n limit ${size}::bigint + 1) r`,
    `${size}::bigint`,
  );
}

/** The values of the pipeline, then: the cursor. Gives whether there was more than is kept of one. */
export const keepQuery = ({ ctes, result, values }: CompiledPipeline): string => `
with ${ctes}, numbered as (
  select doc, row_number() over by_n as place, sum(octet_length(doc::text)) over by_n as total
    from ${result} window by_n as (order by n rows unbounded preceding)
), kept as (
  insert into query_results (cursor, place, document)
  select $${values.length + 1}::uuid, place, doc from numbered where place <= ${KEPT.rows} and total <= ${KEPT.bytes}
)
select exists (select from numbered where place > ${KEPT.rows} or total > ${KEPT.bytes}) as too_large`;

/** For refusals. */
export const KEPT_IN_WORDS = `${KEPT.rows} documents or ${KEPT.bytes / 1024 / 1024} MB`;

/** Most values by which jobs are looked up. */
export const MOST_KEYS = 20_000;

/** One beyond the most tells that there are others. */
export const lookedForOf = ({ ctes, result }: CompiledPipeline): string =>
  `with ${ctes} select v from ${result} limit ${MOST_KEYS + 1}`;

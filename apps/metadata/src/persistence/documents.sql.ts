import { compared } from '@callboard/persistence';

/** Most bytes of the documents of one reply; the first one always fits. As text their quotes are escaped. */
const REPLY_BYTES = 400_000;

/** Parameters of {@link pageOfDocuments} before those of its condition. */
export const PAGE_PARAMETERS = 3;

/** SQL: of the rows `read` (key, place, text) those that fit into a reply of as many as this parameter says. */
export const FITTING = (most: string): string => `, sized as (
  select r.*, sum(octet_length(r.text)) over (order by r.place) as total from read r
), cut as (
  select s.*, place <= ${most} and (place = 1 or total <= ${REPLY_BYTES}) as fits from sized s
)
select key as id, case when fits then text end as text from cut order by place`;

/** How documents are found: by reading the collection in the order of its keys, or by the index of their texts. */
export type Way = 'in order' | 'by text';

/** The order of keys. Where it is computed, no index gives it, and PostgreSQL looks into that of the texts. */
export const ORDER: Record<Way, string> = { 'in order': 'd.key', 'by text': compared('d.key') };

/** $1 collection, $2 key before the page, $3 most documents. One row beyond the page tells that more follow. */
export const pageOfDocuments = (condition: string, way: Way): string => `
with next as (
  select d.key, d.document::text as text
    from documents d where d.collection = $1 and d.key > $2 and (${condition}) order by ${ORDER[way]} limit $3 + 1
), read as (
  select n.*, row_number() over (order by n.key) as place from next n
)${FITTING('$3')}`;

/** $1 ids. */
export const FIND_TEXTS = `
with read as (
  select d.key, d.document::text as text, row_number() over (order by d.key) as place
    from documents d where d.key = any ($1)
)${FITTING('cardinality($1)')}`;

/**
 * $1 lists of texts as JSON. Whether some list has none that many documents hold, by the statistics of the table: where
 * they name no text, it stands in less than one document of a thousand.
 */
export const HAS_RARE_TEXTS = `
with common as (
  select most_common_elems::text::bigint[] as texts from pg_stats
   where schemaname = current_schema and tablename = 'documents' and attname = 'texts'
)
select bool_or(not coalesce(
         texts_of(array(select jsonb_array_elements_text(list))) && (select texts from common), false)) as rare
  from jsonb_array_elements($1::jsonb) list`;

/** Bytes as they are stored: nothing is unpacked for it. */
export const COUNT_DOCUMENTS = `
select collection, count(*)::int as documents, sum(pg_column_size(document))::float8 as size_bytes
  from documents group by collection order by collection`;

export const FIND_DOCUMENT = 'select collection, version, document from documents where key = $1';

export interface ChangeRecord {
  version: number;
  at: Date;
  who: string;
  operation_id: string | null;
  job_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** $1 key, $2 version of the last change of the page before, $3 most changes. */
export const HISTORY = `
select h.version, h.at, h.who, h.operation_id, h.job_id, h.before,
       case when n.version is not null then n.before else d.document end as after
  from document_history h
  left join document_history n on n.key = h.key and n.version = h.version + 1
  left join documents d on d.key = h.key and d.version = h.version
 where h.key = $1 and h.version > $2
 order by h.version limit $3`;

export const WAS_THERE = 'select exists (select from document_history where key = $1) as found';

/** Most bytes of the documents of one reply; the first one always fits. */
const REPLY_BYTES = 400_000;

/** Parameters of {@link pageOfDocuments} before those of its condition. */
export const PAGE_PARAMETERS = 3;

/** $1 collection, $2 key before the page, $3 most documents. One row beyond the page tells that more follow. */
export const pageOfDocuments = (condition: string): string => `
with next as (
  select d.key, d.document, octet_length(d.document::text) as bytes
    from documents d where d.collection = $1 and d.key > $2 and (${condition}) order by d.key limit $3 + 1
), sized as (
  select n.*, row_number() over by_key as place, sum(n.bytes) over by_key as total
    from next n window by_key as (order by n.key)
)
select key, document, place <= $3 and (place = 1 or total <= ${REPLY_BYTES}) as fits from sized order by place`;

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

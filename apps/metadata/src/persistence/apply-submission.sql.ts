import { firstVersionOf } from './remove-documents.sql';

/** Whoever changes documents does so alone, so that what was checked holds when it is kept. */
export const ONE_WRITER = `select pg_advisory_xact_lock(hashtextextended('callboard: documents are changed', 0))`;

/** $1 job. */
export const EFFECT_OF_JOB = 'select result from effects where job_id = $1';

/** $1 job, $2 operation, $3 result. */
export const NOTE_EFFECT = 'insert into effects (job_id, operation_id, result) values ($1, $2, $3::jsonb)';

export interface AppliedRecord {
  collection: string;
  inserted: number;
  matched: number;
  modified: number;
}

/** Of a staged document `n` and the one `d` that it replaces, if there is one. $3 now. */
export const PROVENANCE = `jsonb_build_object('type', 'nmdc:ProvenanceMetadata')
         || case jsonb_typeof(n.document -> 'provenance_metadata')
                 when 'object' then n.document -> 'provenance_metadata' else '{}' end
         || jsonb_build_object('add_date', coalesce(d.document #> '{provenance_metadata,add_date}', to_jsonb($3::text)))
         || case when d.key is null then '{}' else jsonb_build_object('mod_date', $3::text) end`;

/** $1 submission. Its documents, each once; one without an id is known by what it says. */
export const KEYED = `
  select distinct on (key) key, collection, document from (
    select coalesce(s.id, s.collection || ':' || md5(s.document::text)) as key, s.collection, s.document
      from staged_documents s where s.submission = $1
  ) keyed order by key`;

/**
 * $1 submission, $2 collections whose documents say when they were made and changed, $3 now, $4 who, $5 operation, $6 job.
 * A document that says what is kept already stays as it is. Gives the counts of each collection.
 */
export const APPLY = `
with staged as (${KEYED}),
fresh as materialized (
  select n.key, n.collection, d.document as before,
         d.key is null or d.document - 'provenance_metadata' <> n.document - 'provenance_metadata' as changed,
         case when n.collection = any ($2)
              then jsonb_set(n.document, '{provenance_metadata}', ${PROVENANCE}) else n.document end as document
    from staged n left join documents d on d.key = n.key
),
written as (
  insert into documents as d (key, collection, document, version)
  select key, collection, document, case when before is null then ${firstVersionOf('fresh.key')} else 1 end
    from fresh where changed
      on conflict (key) do update set document = excluded.document, version = d.version + 1
  returning d.key, d.version
),
noted as (
  insert into document_history (key, version, who, operation_id, job_id, before)
  select w.key, w.version, $4, $5, $6, f.before from written w join fresh f on f.key = w.key
)
select collection, count(*) filter (where before is null)::int as inserted,
       count(*) filter (where before is not null)::int as matched,
       count(*) filter (where before is not null and changed)::int as modified
  from fresh group by collection`;

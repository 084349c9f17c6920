export interface SubmissionRecord {
  id: string;
  who: string;
  schema_version: number;
  batches: number;
  documents: number;
  bytes: string;
  findings: number;
}

const COLUMNS = 'id, who, schema_version, batches, documents, bytes, findings';

/** $1 submission, $2 who, $3 version of the schema. Gives the row as it is, whoever made it. */
export const OPEN_SUBMISSION = `
insert into submissions (id, who, schema_version) values ($1, $2, $3)
on conflict (id) do update set touched_at = now()
returning ${COLUMNS}`;

export const FIND_SUBMISSION = `select ${COLUMNS} from submissions where id = $1`;

/** $1 submission, $2 number of the batch, $3 its bytes, $4 documents, $5 findings. No row when another one came in between. */
export const ADD_BATCH = `
update submissions
   set batches = batches + 1, bytes = bytes + $3, documents = documents + $4, findings = findings + $5, curation = null, touched_at = now()
 where id = $1 and batches = $2
returning ${COLUMNS}`;

/** $1 submission, $2 names. */
export const STAGE_COLLECTIONS = `
insert into staged_collections (submission, collection) select $1, unnest($2::text[]) on conflict do nothing`;

/** $1 submission, $2 documents as JSON. */
export const STAGE_DOCUMENTS = `
insert into staged_documents (submission, collection, place, id, document)
select $1, collection, place, id, document
  from json_to_recordset($2::json) as d(collection text, place int, id text, document jsonb)`;

/** $1 submission, $2 findings as JSON. */
export const STAGE_FINDINGS = `
insert into staged_findings (submission, collection, place, n, finding)
select $1, collection, place, n, finding
  from json_to_recordset($2::json) as f(collection text, place int, n int, finding text)`;

/** $1 submission, $2 references as JSON. */
export const STAGE_REFERENCES = `
insert into staged_references (submission, collection, place, n, slot, target, collections)
select $1, collection, place, n, slot, target, collections
  from json_to_recordset($2::json) as r(collection text, place int, n int, slot text, target text, collections text[])`;

/** Tables of what is staged, the submission itself last. */
const STAGED = ['staged_collections', 'staged_documents', 'staged_findings', 'staged_references'];

/** $1 submissions. */
export const REMOVE_SUBMISSIONS = `
with ${STAGED.map((table) => `from_${table} as (delete from ${table} where submission = any ($1))`).join(',\n     ')}
delete from submissions where id = any ($1)`;

/** $1 most submissions. */
export const STALE_SUBMISSIONS = `
select id from submissions where touched_at < now() - interval '1 hour' order by touched_at limit $1`;

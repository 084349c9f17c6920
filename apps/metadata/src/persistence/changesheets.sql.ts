export interface ChangesheetRecord {
  object_id: string;
  versions: Record<string, number> | null;
  job_id: string | null;
  documents: number;
  applied_at: Date | null;
  undone_at: Date | null;
  undone_by: string | null;
}

/** $1 object. Whoever asks for an update waits for others who did. */
export const FIND_CHANGESHEET = `
select object_id, versions, job_id, documents, applied_at, undone_at, undone_by from changesheets where object_id = $1`;

/** $1 object, $2 versions, $3 who. What is applied stays as it is. */
export const REMEMBER = `
insert into changesheets as c (object_id, versions, asked_by) values ($1, $2::jsonb, $3)
on conflict (object_id) do update
   set versions = excluded.versions, asked_by = excluded.asked_by, previewed_at = now()
 where c.job_id is null or c.undone_at is not null`;

/** $1 object, $2 who, $3 job, $4 how many documents it changed. */
export const NOTE_APPLIED = `
insert into changesheets as c (object_id, asked_by, job_id, documents, applied_at) values ($1, $2, $3, $4, now())
on conflict (object_id) do update
   set versions = null, job_id = excluded.job_id, documents = excluded.documents, applied_at = excluded.applied_at,
       undone_at = null, undone_by = null`;

/** $1 versions by id. Those that are another one now, locked by nobody: whoever asks is the only writer. */
export const NO_LONGER = `
select s.key as id, d.version
  from jsonb_each_text($1::jsonb) as s (key, version)
  left join documents d on d.key = s.key
 where d.version is distinct from s.version::int
 order by s.key`;

/** $1 job. Documents that were changed since it changed them. */
export const CHANGED_SINCE = `
select h.key as id, h.version as seen, d.version
  from document_history h left join documents d on d.key = h.key
 where h.job_id = $1 and d.version is distinct from h.version
 order by h.key`;

/** $1 job, $2 who. Makes documents what they were before the job, and notes that like every other change. */
export const UNDO = `
with was as materialized (
  select h.key, h.before, d.document as now
    from document_history h join documents d on d.key = h.key
   where h.job_id = $1 and h.before is not null
), written as (
  update documents d set document = was.before, version = d.version + 1 from was where d.key = was.key
  returning d.key, d.version
)
insert into document_history (key, version, who, before)
select w.key, w.version, $2, was.now from written w join was on was.key = w.key`;

/** $1 object, $2 who. */
export const NOTE_UNDONE = `
update changesheets set undone_at = now(), undone_by = $2 where object_id = $1
returning object_id, versions, job_id, documents, applied_at, undone_at, undone_by`;

/** What {@link RESERVE_RUN_KEYS} takes for each request, as JSON. */
export interface RunKeyToReserve {
  asked_by: string;
  run_key: string;
  job_id: string;
}

/**
 * $1 site, $2 keys as JSON, each with the id of the job that it may come to stand for. Whoever asks under the same key
 * at this moment waits here for the other. Ordered, so that two batches do not wait for each other. Gives the new ones.
 */
export const RESERVE_RUN_KEYS = `
insert into requested_jobs (site_id, asked_by, run_key, job_id)
select $1, k.asked_by, k.run_key, k.job_id
  from json_to_recordset($2::json) as k(asked_by text, run_key text, job_id text)
 order by k.asked_by, k.run_key
on conflict do nothing
returning job_id`;

/** $1 site, $2 jobs that were not created. */
export const GIVE_BACK_RUN_KEYS = 'delete from requested_jobs where site_id = $1 and job_id = any ($2)';

/** $1 site; $2 who asked and $3 run keys, pair by pair. */
export const FIND_REQUESTED = `
select r.asked_by, r.run_key, r.job_id, j.state
  from unnest($2::text[], $3::text[]) as k(asked_by, run_key)
  join requested_jobs r on r.site_id = $1 and r.asked_by = k.asked_by and r.run_key = k.run_key
  join jobs j on j.id = r.job_id`;

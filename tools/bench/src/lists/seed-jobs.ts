import type { Client } from 'pg';

/** One job of so many is open. */
const OPEN_SHARE = 100;
/** Of so many workflows, in turn. */
export const WORKFLOWS = 20;
export const workflowName = (n: number | '%'): string => `Bench Workflow: v1.0.${n}`;

/** Other scenarios may have made jobs before. */
const SEEDED = `workflow_id like '${workflowName('%')}'`;

/** Like a job of a worker (contract 8.2): some 2 kB of config. */
const CONFIG = `jsonb_build_object(
  'git_repo', 'https://git.example.org/workflow-' || n % ${WORKFLOWS}, 'release', 'v1.0.' || n % ${WORKFLOWS},
  'wdl', 'pipeline.wdl', 'activity_id', 'nmdc:wfx-11-' || n, 'trigger_activity', 'nmdc:omprc-11-' || n,
  'was_informed_by', jsonb_build_array('nmdc:omprc-11-' || n), 'iteration', 1,
  'inputs', (select jsonb_object_agg('input_' || i, 'https://data.example.org/nmdc:dobj-11-' || n || '/' || i) from generate_series(1, 8) i),
  'input_data_objects', (select jsonb_agg(jsonb_build_object('id', 'nmdc:dobj-11-' || n || '-' || i,
      'name', 'file-' || i || '.fastq.gz', 'file_size_bytes', 1000000 + i, 'md5_checksum', md5(n::text || i)))
    from generate_series(1, 6) i))`;

/** So many jobs, one in a hundred open and the others done by a site, as the services would have written them. */
export async function seedJobs(database: Client, jobs: number): Promise<void> {
  await database.query('set search_path = jobs');
  await database.query(
    `
    insert into jobs (id, workflow_id, workflow, config, state, attempt, size_bytes)
    select 'nmdc:sys0' || md5(n::text), w.id, jsonb_build_object('id', w.id), ${CONFIG},
           case when n % ${OPEN_SHARE} = 0 then 'queued' else 'succeeded' end, (n % ${OPEN_SHARE} <> 0)::int, 2000
      from generate_series(1, $1::int) n,
           lateral (select 'Bench Workflow: v1.0.' || (n / 7) % ${WORKFLOWS}) w(id)`,
    [jobs],
  );
  await database.query(`
    insert into claims (operation_id, job_id, site_id, attempt, lease_ms, state, outcome, ended_at)
    select 'nmdc:sys0op' || id, id, 'NERSC', 1, 60000, 'ended', 'succeeded', now() from jobs
     where state = 'succeeded' and ${SEEDED}`);
  await database.query(`
    insert into job_history (job_id, to_state, attempt, who, why)
    select id, 'queued', 0, 'site:NERSC', 'posted' from jobs where ${SEEDED}`);
  await database.query(`
    insert into job_history (job_id, from_state, to_state, attempt, operation_id, who, why)
    select job_id, 'queued', 'claimed', 1, operation_id, 'site:NERSC', 'claimed' from claims where site_id = 'NERSC'`);
  await database.query('vacuum analyze jobs');
  await database.query('vacuum analyze claims');
}

import { LIVE_RUNS } from '../../domain/runs/run';
import { RUN_COLUMNS } from './run.row';

/** Ids of objects have at most so many characters; whatever else a config holds under that name is none. */
const LONGEST_ID = 300;

const OF_JOB = `o.job #> '{config,object_id}'`;
const TEXT_OF_JOB = `o.job #>> '{config,object_id}'`;

const OPERATION = `
select o.id, o.site_id, o.state, o.job_id, o.job #>> '{workflow,id}' as workflow_id,
       case when jsonb_typeof(${OF_JOB}) = 'string' and length(${TEXT_OF_JOB}) between 1 and ${LONGEST_ID}
            then ${TEXT_OF_JOB} end as object_id
  from operations o
 where o.id = $1`;

/** $1 operation. Those that begin its run take turns. */
export const LOCK_TO_BEGIN = `${OPERATION} for update`;

/** $1 operation. It cannot end meanwhile; others may read and record. */
export const LOCK_TO_RECORD = `${OPERATION} for share`;

/** $1 workflow, $2 object. Until the end of the transaction nobody else asks for or begins a run of the pair. */
export const LOCK_PAIR = `select pg_advisory_xact_lock(hashtextextended(jsonb_build_array($1::text, $2::text)::text, 0))`;

/** $1 job, $2 workflow, $3 object. The run of the job goes before one that was asked for. */
export const KNOWN_RUN = `
select ${RUN_COLUMNS} from runs r
 where r.id = coalesce(
   (select id from runs where job_id = $1),
   (select id from runs where job_id is null and workflow_id = $2 and object_id = $3))
   for update`;

/** $1 job. */
export const RUN_OF_JOB = `select ${RUN_COLUMNS} from runs r where r.job_id = $1 for update`;

/** $1 run, $2 workflow, $3 object, $4 job, $5 operation, $6 site, $7 attempt, $8 status, $9 who. */
export const BEGIN = `
  with begun as (
    insert into runs as r (id, workflow_id, object_id, job_id, operation_id, site_id, attempt, status, asked_by)
    values ($1, $2, $3, $4, $5, $6, $7::int, $8, $9)
        on conflict (id) do update
       set job_id = excluded.job_id, operation_id = excluded.operation_id, site_id = excluded.site_id,
           attempt = excluded.attempt, status = excluded.status, last_event = r.last_event + 1
    returning r.*
  ), read as (
    insert into run_datasets (run_id, direction, object_id)
    select id, 'in', object_id from begun where object_id is not null
        on conflict do nothing
  )
  insert into run_events (run_id, n, type, at, operation_id, site_id, inputs)
  select id, last_event, status, case when last_event = 1 then created_at else clock_timestamp() end, operation_id,
         site_id, array_remove(array[object_id], null)
    from begun`;

/** $1 run. Of an op that succeeded more than once, what it gave last. */
export const SUCCEEDED = `
select distinct on (op) op, output from run_ops
 where run_id = $1 and state = 'succeeded'
 order by op, attempt desc`;

const LIVE = LIVE_RUNS.map((status) => `'${status}'`).join(', ');

/** $1 run. */
export const LATEST_ATTEMPTS = `select op, max(attempt) as attempt from run_ops where run_id = $1 group by op order by op`;

/** $1 workflow, $2 object. */
export const UNDER_WAY = `
select id from runs where workflow_id = $1 and object_id = $2 and status in (${LIVE}) order by created_at limit 1`;

/** $1 run, $2 workflow, $3 object, $4 who. */
export const REQUEST = `
  with asked as (
    insert into runs (id, workflow_id, object_id, status, asked_by) values ($1, $2, $3, 'REQUESTED', $4)
    returning *
  )
  insert into run_events (run_id, n, type, at, inputs)
  select id, last_event, status, created_at, array[object_id] from asked`;

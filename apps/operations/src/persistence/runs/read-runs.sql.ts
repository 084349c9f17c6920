import { END_OF_RUN } from '../../domain/runs/run';
import { OP_COLUMNS, RUN_COLUMNS } from './run.row';

/** What it made is led by the operations that completed it (contract 6.4). */
const STANDING = `${RUN_COLUMNS}, r.asked_by, r.created_at,
       (select e.error from run_events e where e.run_id = r.id and e.n = r.last_event) as error,
       array(select d.object_id from run_datasets d where d.run_id = r.id and d.direction = 'in' order by d.n) as inputs,
       array(select '/operations/' || e.operation_id from run_events e
              where e.run_id = r.id and e.type = '${END_OF_RUN.succeeded}' and e.operation_id is not null
              order by e.n)
         || array(select d.object_id from run_datasets d where d.run_id = r.id and d.direction = 'out' order by d.n)
         as outputs`;

/** $1 run. */
export const FIND_RUN = `select ${STANDING} from runs r where r.id = $1`;

/** $1 object, $2 the link before which, $3 most. */
export const RUNS_OF_OBJECT = `
select ${STANDING}, d.n::float8 as link
  from run_datasets d join runs r on r.id = d.run_id
 where d.object_id = $1 and d.direction = 'in' and d.n < coalesce($2::bigint, d.n + 1)
 order by d.n desc
 limit $3`;

const EVENT_COLUMNS = `e.n, e.type, e.at, e.operation_id, e.site_id, e.inputs, e.outputs, e.error, e.producer,
       e.schema_url, e.facets`;

/** $1 run, $2 the event before which, $3 most. A row without `n` tells of a run without further events. */
export const RUN_EVENTS = `
select r.workflow_id, ${EVENT_COLUMNS}
  from runs r left join lateral (
    select * from run_events e where e.run_id = r.id and e.n < coalesce($2::bigint, e.n + 1) order by e.n desc limit $3
  ) e on true
 where r.id = $1
 order by e.n desc`;

/** $1 run. A row without `op` tells of a run without ops. */
const opsWith = (columns: string): string => `
select ${columns}
  from runs r left join lateral (
    select *, min(started_at) over (partition by op) as began from run_ops p where p.run_id = r.id
  ) p on true
 where r.id = $1
 order by p.began, p.op, p.attempt desc`;

export const RUN_OPS = opsWith(`${OP_COLUMNS}, p.output`);

/** Without what ops gave, which may be much. */
export const RUN_OPS_ALONE = opsWith(OP_COLUMNS);

/** Of one reply: how much its lines of log may take as JSON, with what is around each. */
const LOG_BYTES = 16 * 1024 * 1024;
const AROUND_A_LINE = 100;

/** $1 run. Where there are too many for a reply, the latest. */
export const RUN_LINES = `
select op, attempt, at, level, text
  from (select l.*, sum(octet_length(to_json(l.text)::text) + ${AROUND_A_LINE}) over (order by l.n desc) as total
          from run_op_logs l where l.run_id = $1) as l
 where total <= ${LOG_BYTES}
 order by n`;

import type { JobState } from '@callboard/contracts';
import { compared } from '@callboard/persistence';
import { FIRST_STATE, JOB_MOVES, moveGuard } from '../domain/job-states';

/** $1 job ids. */
export const OWNERS = `select j.id, j.posted_by from jobs j where j.id = any ($1)`;

const MOVED_COLUMNS =
  'j.id, j.workflow_id, j.version, j.state, j.attempt, j.object_id, j.traceparent, j.posted_by';

/**
 * $1 job ids, $2 who, $3 why. Cancels queued ones. For each claimed one it gives the operation, without a state: nothing
 * is locked of those, as their operations decide.
 */
export const CANCEL_JOBS = `
with queued as (
  select j.id from jobs j
   where j.id = any ($1) and ${moveGuard('cancel', compared('j.state'), `'cancelled'`)}
   order by j.id
     for update
),
cancelled as (
  update jobs j
     set state = 'cancelled', version = j.version + 1, updated_at = now()
   where j.id = any (array(select id from queued))
  returning ${MOVED_COLUMNS}
),
noted as (
  insert into job_history (job_id, from_state, to_state, attempt, who, why)
  select id, '${FIRST_STATE}', state, attempt, $2, $3 from cancelled
)
select c.*, null as operation_id from cancelled c
union all
select ${MOVED_COLUMNS.replace('j.state', 'null')}, o.operation_id
  from claims o join jobs j on j.id = o.job_id
 where o.job_id = any ($1) and ${compared('o.state')} = 'open'`;

export interface CancelRecord {
  id: string;
  workflow_id: string;
  version: number;
  state: JobState | null;
  attempt: number;
  object_id: string | null;
  traceparent: string | null;
  posted_by: string | null;
  operation_id: string | null;
}

/** $1 job ids, $2 who. `was` is the state that each left. */
export const RETRY_JOBS = `
with ended as (
  select j.id, j.state as was from jobs j
   where j.id = any ($1) and ${moveGuard('retry', compared('j.state'), `'queued'`)}
   order by j.id
     for update
),
retried as (
  update jobs j
     set state = 'queued', failures = 0, expiries = 0, error_code = null, available_at = now(),
         version = j.version + 1, updated_at = now()
    from ended e
   where j.id = any (array(select id from ended)) and j.id = e.id
  returning ${MOVED_COLUMNS}, e.was
),
noted as (
  insert into job_history (job_id, from_state, to_state, attempt, who, why)
  select id, was, state, attempt, $2, 'to be tried again' from retried
)
select * from retried`;

const RETRIABLE = JOB_MOVES.filter(({ by }) => by === 'retry').map(({ from }) => `'${from}'`);

/** Parameters of {@link retriableJobs} before those of its condition. */
export const RETRIABLE_PARAMETERS = 2;

/** $1 id before, $2 most. */
export const retriableJobs = (condition: string): string => `
select j.id from jobs j
 where j.id > $1 and j.state in (${RETRIABLE.join(', ')}) and (${condition}) order by j.id limit $2`;

import type { Outcome } from '@callboard/contracts';
import { compared } from '@callboard/persistence';
import { REFUSAL_AFTER } from '../../domain/operation-states';
import { END_OF_RUN } from '../../domain/runs/run';

/** SQL: what the outcome in this expression stands for in a table of the domain. */
function mapped(table: Readonly<Record<Outcome, string>>, outcome: string): string {
  const cases = Object.entries(table).map(([key, value]) => `when '${key}' then '${value}'`);
  return `case ${outcome} ${cases.join(' ')} end`;
}

const FAILURE = `
  case e.state
    when 'failed' then jsonb_build_object('code', left(e.result ->> 'code', 200), 'message', left(e.result ->> 'message', 20000))
    when 'expired' then jsonb_build_object('code', '${REFUSAL_AFTER.expired}', 'message', 'the lease of the operation ran out')
  end`;

/**
 * $1 operations that end in this transaction: so do their runs, and ops that were under way. It is a statement of its own
 * after the one that locked them, and travels with the commit: one that saw the tables as they were before would miss a run
 * that began while it waited for the lock. For operations without a run it is two look-ups by key.
 */
export const END_RUNS = `
  with ended as (
    update runs r
       set status = ${mapped(END_OF_RUN, 'o.state')}, last_event = r.last_event + 1
      from operations o
     where o.id = any ($1) and r.job_id = o.job_id and r.operation_id = o.id and ${compared('r.status')} = 'STARTED'
    returning r.id, r.last_event, r.status, o.id as operation_id, o.site_id, o.state, o.ended_at, o.result
  ), told as (
    insert into run_events (run_id, n, type, at, operation_id, site_id, outputs, error)
    select e.id, e.last_event, e.status, e.ended_at, e.operation_id, e.site_id,
           case when e.status = '${END_OF_RUN.succeeded}' then array['/operations/' || e.operation_id] else '{}' end
             || array(select d.object_id from run_datasets d where d.run_id = e.id and d.direction = 'out' order by d.n),
           ${FAILURE}
      from ended e
  )
  update run_ops p
     set state = 'failed', ended_at = e.ended_at,
         error = jsonb_build_object('code', ${mapped(REFUSAL_AFTER, 'e.state')}, 'message', 'its operation ended before it did')
    from ended e
   where p.run_id = e.id and ${compared('p.state')} = 'running'`;

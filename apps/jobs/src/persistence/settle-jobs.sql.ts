import type { JobState, Outcome } from '@callboard/contracts';
import { compared } from '@callboard/persistence';
import { moveGuard } from '../domain/job-states';

/** A job whose operation has ended, locked, with what decides where it goes. */
export interface JobToSettle {
  operation_id: string;
  failures: number;
  expiries: number;
  max_attempts: number;
  max_expiries: number;
  retry_delay_ms: string;
  longest_retry_delay_ms: string;
  final_error_codes: string[];
}

/** $1 operation ids. Locks the jobs of those claims that are still open, in the order of job ids. */
export const LOCK_JOBS_TO_SETTLE = `
select c.operation_id, j.failures, j.expiries, w.max_attempts, w.max_expiries, w.retry_delay_ms,
       w.longest_retry_delay_ms, w.final_error_codes
  from claims c join jobs j on j.id = c.job_id join workflows w on w.id = j.workflow_id
 where c.operation_id = any ($1) and ${compared('c.state')} = 'open'
 order by j.id
   for update of j`;

/** What {@link SETTLE_JOBS} takes for each operation, as JSON. */
export interface DecidedEnd {
  operation_id: string;
  outcome: Outcome;
  to_state: JobState;
  failures: number;
  expiries: number;
  delay_ms: number;
  who: string;
  why: string;
  error_code: string | null;
}

export interface SettledRecord {
  id: string;
  workflow_id: string;
  version: number;
  state: JobState;
  attempt: number;
  object_id: string | null;
  traceparent: string | null;
  posted_by: string | null;
  operation_id: string;
  site_id: string;
  outcome: Outcome;
  claimable: boolean;
}

/**
 * $1 ends as JSON, $2 their operations, by which the claims are looked up. What was decided is joined once and handed on: the planner expects few of them, and would compare
 * each with each. The claim, still open under this very operation, is what lets a job move: an end that comes twice,
 * late or from two sides at once finds it ended and changes nothing.
 */
export const SETTLE_JOBS = `
with decided as (
  select * from json_to_recordset($1::json) as d(
    operation_id text, outcome text, to_state text, failures int, expiries int, delay_ms float8, who text, why text,
    error_code text)
),
ended as (
  update claims c set state = 'ended', outcome = d.outcome, ended_at = now()
    from decided d
   where c.operation_id = any ($2) and c.operation_id = d.operation_id and ${compared('c.state')} = 'open'
  returning c.operation_id, c.job_id, c.site_id, d.outcome, d.to_state, d.failures, d.expiries, d.delay_ms, d.who,
            d.why, d.error_code
),
moved as (
  update jobs j
     set state = e.to_state, failures = e.failures, expiries = e.expiries, error_code = e.error_code,
         version = j.version + 1,
         available_at = now() + e.delay_ms * interval '1 millisecond', updated_at = now()
    from ended e
   where j.id = e.job_id and ${moveGuard('end', compared('j.state'), 'e.to_state')}
  returning j.id, j.workflow_id, j.version, j.state, j.attempt, j.object_id, j.traceparent, j.posted_by,
            e.operation_id, e.site_id, e.outcome, e.who, e.why, e.delay_ms
),
noted as (
  insert into job_history (job_id, from_state, to_state, attempt, operation_id, who, why)
  select id, 'claimed', state, attempt, operation_id, who, why from moved
)
select id, workflow_id, version, state, attempt, object_id, traceparent, posted_by, operation_id, site_id, outcome,
       state = 'queued' and delay_ms <= 0 as claimable
  from moved`;

/** $1 most claims. Open claims whose turn it is; the next turn comes after their age again, 10 min at most. */
export const TURN_TO_COMPARE = `
update claims
   set next_comparison = now() + least(greatest(now() - claimed_at, interval '10 seconds'), interval '10 minutes')
 where operation_id in (
   select operation_id from claims where state = 'open' and next_comparison <= now()
    order by next_comparison limit $1 for update skip locked)
returning operation_id`;

/** $1 site, $2 job ids. */
export const OPEN_CLAIMS_OF_SITE = `
select operation_id from claims where ${compared('state')} = 'open' and site_id = $1 and job_id = any ($2)`;

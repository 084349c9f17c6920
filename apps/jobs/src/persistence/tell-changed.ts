import { type JobState, jobsChanged } from '@callboard/contracts';
import type { Outbox } from '@callboard/outbox';
import type { Transaction } from '@callboard/persistence';
import { ENDED_STATES } from '../domain/job-states';

/** A job as it is after a change. */
export interface ChangedJob {
  id: string;
  workflow_id: string;
  version: number;
  state: JobState;
  attempt: number;
  object_id: string | null;
  traceparent: string | null;
  posted_by?: string | null;
  operation_id?: string;
  site_id?: string;
}

/**
 * Appends the one event of this transaction: these jobs moved from `from`, or were created. What is claimed or
 * ends is bounded by the jobs there are, so only new ones and retries are refused when too many events wait.
 */
export function tellChanged(
  outbox: Outbox,
  tx: Transaction,
  jobs: readonly ChangedJob[],
  from?: JobState,
): void {
  if (jobs.length === 0) return;
  const items = jobs.map((job) => ({
    id: job.id,
    version: job.version,
    workflow_id: job.workflow_id,
    from,
    to: job.state,
    attempt: job.attempt,
    object_id: job.object_id ?? undefined,
    operation_id: job.operation_id,
    site_id: job.site_id,
    posted_by: job.posted_by ?? undefined,
    traceparent: job.traceparent ?? undefined,
  }));
  const isMoreWork = from === undefined || ENDED_STATES.includes(from);
  outbox.append(tx, jobsChanged, { items }, isMoreWork ? 'usual' : 'reserve');
}

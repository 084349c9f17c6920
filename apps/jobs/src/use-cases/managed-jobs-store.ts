import type { JobState } from '@callboard/contracts';

export const MANAGED_JOBS_STORE = Symbol('MANAGED_JOBS_STORE');

/** A job that was cancelled, or queued again, by hand. */
export interface ManagedJob {
  readonly jobId: string;
  readonly workflowId: string;
  readonly to: JobState;
  readonly traceparent?: string | undefined;
}

export interface CancelledJobs {
  /** Those that were queued until now. */
  readonly cancelled: readonly ManagedJob[];
  /** Operations of the claimed ones: their end is what ends the job. */
  readonly openOperationIds: readonly string[];
}

export interface ManagedJobsStore {
  /** The site that each job belongs to, null for those of triggers; ids without a job are missing. */
  owners(jobIds: readonly string[]): Promise<Map<string, string | null>>;
  /** Cancels those that are queued, in one commit, and tells which operations hold the others. */
  cancel(jobIds: readonly string[], who: string, why: string): Promise<CancelledJobs>;
  /** Queues those again that failed, died or were cancelled, in one commit; the others are left alone. */
  retry(jobIds: readonly string[], who: string): Promise<ManagedJob[]>;
  /**
   * Ids above `after` of jobs that a filter matches and that may be retried, in ascending order.
   *
   * @throws DomainError `invalid-input` for a filter that is not taken, `query-too-slow`
   */
  retriable(filter: string, after: string, limit: number): Promise<string[]>;
}

import type { JobState } from '@callboard/contracts';

export const JOB_JOURNAL = Symbol('JOB_JOURNAL');

/** A job that came into a state, as it is to be found in the log. */
export interface JournalEntry {
  readonly jobId: string;
  readonly workflowId: string;
  readonly to: JobState;
  readonly operationId?: string | undefined;
  readonly siteId?: string | undefined;
  readonly objectId?: string | undefined;
  readonly outcome?: string | undefined;
  /** The trace of the job, from the request that caused it to its end. */
  readonly traceparent?: string | undefined;
}

/** Where each change of a job is told once, under the job's own trace. */
export interface JobJournal {
  tell(entries: readonly JournalEntry[]): void;
}

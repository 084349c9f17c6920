import type { JobState, Outcome } from '@callboard/contracts';
import type { OperationEnd } from '../domain/settlement';

export const SETTLEMENTS_STORE = Symbol('SETTLEMENTS_STORE');

/** An operation that has ended, and how. */
export interface EndedOperation extends OperationEnd {
  readonly operationId: string;
  /** Who ended it, for the history. */
  readonly who: string;
}

/** A job that moved because its operation ended. */
export interface SettledJob {
  readonly jobId: string;
  readonly workflowId: string;
  readonly operationId: string;
  readonly siteId: string;
  readonly outcome: Outcome;
  readonly to: JobState;
  /** True when the job can be claimed at once. */
  readonly claimable: boolean;
  readonly traceparent?: string | undefined;
}

export interface SettlementsStore {
  /**
   * Settles the jobs whose claims are still open under these operations, in one commit. Ends that were settled before
   * have no effect, so it may be repeated, in any order and by anybody.
   */
  settle(ends: readonly EndedOperation[]): Promise<SettledJob[]>;
  /** Operation ids of open claims whose turn it is to be compared with `operations`; each one's turn comes later and later. */
  dueForComparison(limit: number): Promise<string[]>;
}

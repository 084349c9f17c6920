import type { RunEventType } from '@callboard/contracts';
import type { OpAttempt, OpFailure } from './op-attempts';
import type { Run } from './run';

/** An event of a run. */
export interface RunHappening {
  /** Counts from 1 within the run. */
  readonly n: number;
  readonly type: RunEventType;
  readonly at: Date;
  /** Of the attempt; null while the run is only asked for. */
  readonly operationId: string | null;
  readonly siteId: string | null;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly error: OpFailure | null;
  /** What whoever told it said of themselves; null for what the runtime saw itself. */
  readonly told: Told | null;
}

export interface Told {
  readonly producer: string;
  readonly schemaUrl: string;
  readonly facets: Record<string, unknown> | null;
}

/** A run with what it read and made, and how it came about. */
export interface RunStanding extends Run {
  readonly startedAt: Date;
  readonly startedBy: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Why its latest attempt failed. */
  readonly error: OpFailure | null;
}

/** All that tells about the lineage of a run, oldest first. */
export interface RunHistory {
  readonly id: string;
  readonly workflowId: string;
  readonly events: readonly RunHappening[];
  readonly ops: readonly OpAttempt[];
}

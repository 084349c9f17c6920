import type { JobContext } from '../define-workflow';
import type { OpOutputs } from './op-outputs';
import type { RunRecord } from './run-record';

/** What the ops of one run share. */
export interface RunScope {
  readonly runId: string;
  readonly context: JobContext;
  /** The config of the job, as the graph wants it. */
  readonly config: unknown;
  readonly outputs: OpOutputs;
  readonly record: RunRecord;
  /** Aborts with the job, and when another op of the run has failed. */
  readonly signal: AbortSignal;
  /** The number of the next attempt of an op within this run. */
  nextAttempt(op: string): number;
}

import type { LineOfOp } from '../../domain/runs/record';
import type { OpAttempt } from '../../domain/runs/op-attempts';
import type { RunHappening, RunHistory, RunStanding } from '../../domain/runs/run-history';

export const RUN_READS_STORE = Symbol('RUN_READS_STORE');

/** Reads of runs. Undefined when there is no such run. */
export interface RunReadsStore {
  find(id: string): Promise<RunStanding | undefined>;
  /** Runs that read an object; those that came last first, before the `n`-th of all such links. */
  ofObject(objectId: string, before: number | undefined, limit: number): Promise<RunsOfObject>;
  /** Newest first, those before the `n`-th. */
  events(id: string, before: number | undefined, limit: number): Promise<EventsOfRun | undefined>;
  /** In the order in which ops began, each with the latest of its attempts first. Of long logs the end. */
  ops(id: string): Promise<OpsOfRun | undefined>;
  history(id: string): Promise<RunHistory | undefined>;
}

export interface RunsOfObject {
  readonly items: readonly (RunStanding & { readonly n: number })[];
  readonly more: boolean;
}

export interface EventsOfRun {
  readonly workflowId: string;
  readonly items: readonly RunHappening[];
  readonly more: boolean;
}

export interface OpsOfRun {
  readonly attempts: readonly OpAttempt[];
  readonly lines: readonly LineOfOp[];
}

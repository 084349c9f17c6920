import type { Operation } from '../../domain/operation';
import type { OpEvent } from '../../domain/runs/op-attempts';
import type { Run, RunningOperation } from '../../domain/runs/run';

export const RUNS_STORE = Symbol('RUNS_STORE');

/** An operation as runs know it, locked: it cannot end before the transaction does. */
export type LockedOperation = RunningOperation & Pick<Operation, 'state'>;

/** Gives the operation back if the caller may write under it; else throws a DomainError. */
export type MayWrite = (operation: LockedOperation | undefined) => LockedOperation;

export interface BegunRun {
  readonly run: Run;
  /** What each op gave that succeeded; of several times the latest. */
  readonly succeeded: readonly { readonly op: string; readonly output: unknown }[];
  /** The latest attempt of each op. */
  readonly attempts: readonly { readonly op: string; readonly attempt: number }[];
}

export interface RunsStore {
  /** The run of a workflow and an object that has not ended; else a new one that waits to be adopted. */
  request(workflowId: string, objectId: string, askedBy: string): Promise<{ id: string; isNew: boolean }>;
  /** Begins the run of the operation's job in one commit; once for each operation. */
  begin(operationId: string, who: string, mayWrite: MayWrite): Promise<BegunRun>;
  /** Keeps what the ops of a run did, all of it or nothing. Gives how many events changed something. */
  record(operationId: string, events: readonly OpEvent[], mayWrite: MayWrite): Promise<number>;
}

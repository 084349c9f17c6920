import type { ImportAnswer, ImportedOperation, Outcome } from '@callboard/contracts';
import type { OperationState } from '../domain/operation-states';

export const IMPORTS_STORE = Symbol('IMPORTS_STORE');

/** An operation of another runtime, as it is to be kept. */
export interface OperationToImport extends ImportedOperation {
  readonly state: OperationState;
}

/** How an operation ended, if it did, without all that clients sent of it. */
export interface DescribedEnd {
  readonly id: string;
  readonly siteId: string;
  readonly attempt: number;
  readonly leaseMs: number;
  readonly outcome: Outcome | null;
  readonly result: unknown;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
}

export interface ImportsStore {
  /**
   * Takes in those that are not here, in one commit, with a history and without an event. An open one whose lease is
   * over is one that expired. Answers are in the order given.
   */
  take(operations: readonly OperationToImport[], who: string): Promise<ImportAnswer[]>;
  /** Those that exist, in any order. */
  describeEnds(ids: readonly string[]): Promise<DescribedEnd[]>;
}

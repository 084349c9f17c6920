import type { LastPermit } from '@callboard/fencing';
import type { ChangedBy } from './effects-store';

export const EXECUTIONS_STORE = Symbol('EXECUTIONS_STORE');

/** Who hands executions in, maybe under an operation, and which documents can say what they are superseded by. */
export interface InsertedBy extends Omit<ChangedBy, 'operationId' | 'jobId'> {
  readonly operationId: string | null;
  readonly jobId: string | null;
  readonly supersededTypes: readonly string[];
}

/** Ids of what was removed, by what it was. */
export interface RemovedExecutions {
  readonly executions: readonly string[];
  readonly dataObjects: readonly string[];
  readonly aggregates: readonly string[];
  readonly removedAt: Date;
}

export interface ExecutionsStore {
  /**
   * Makes the staged documents those of their collections, all or none and without replacing any; what stands already as
   * it was sent stays. Then each run names the next one of its kind. Gives how many documents were staged. Refusals:
   * `submission-lost`, `schema-changed`, `invalid-metadata`, `already-exists`, and those of the permit.
   */
  insert(submissionId: string, by: InsertedBy, permit: LastPermit | undefined): Promise<number>;
  /**
   * Removes an execution, its outputs, what was made of these, and so on, and mends what names them as superseding.
   * Undefined when there is no such execution. Refusal: `bad-request` when that is more than `most` documents.
   */
  remove(id: string, who: string, most: number): Promise<RemovedExecutions | undefined>;
}

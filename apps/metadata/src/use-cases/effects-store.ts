import type { CollectionResult } from '@callboard/contracts';
import type { LastPermit } from '@callboard/fencing';

export const EFFECTS_STORE = Symbol('EFFECTS_STORE');

export type Results = Record<string, CollectionResult>;

/** Who makes a change, and as the schema is that its documents were held against. */
export interface ChangeOf {
  readonly who: string;
  readonly schemaVersion: number;
  /** Collections whose documents say when they were made and changed. */
  readonly datedCollections: readonly string[];
}

/** A change that is the result of a job. */
export interface ChangedBy extends ChangeOf {
  readonly operationId: string;
  readonly jobId: string;
}

export interface EffectsStore {
  /** The job that is worked for, and what an earlier attempt of it has done. */
  effectOf<R>(permit: LastPermit): Promise<{ jobId: string; result: R | undefined }>;
  /**
   * Makes the staged documents those of their collections, all or none, and gives what became of them. Refusals:
   * `submission-lost`, `schema-changed`, `invalid-metadata`, and those of the permit.
   */
  applySubmission(submissionId: string, by: ChangedBy, permit: LastPermit): Promise<Results>;
}

import type { ImportAnswer, ImportedJob, ImportedWorkflow } from '@callboard/contracts';
import type { Imported } from '../domain/imported-claims';

export const IMPORTS_STORE = Symbol('IMPORTS_STORE');

/** A job of another runtime, with what its claims make of it. */
export interface JobToImport {
  readonly job: ImportedJob;
  readonly imported: Imported;
}

/** Takes in what another runtime kept. What is here is left alone. Answers are in the order given. */
export interface ImportsStore {
  /** A workflow that was deleted here since does not come back. */
  workflows(workflows: readonly ImportedWorkflow[]): Promise<ImportAnswer[]>;
  /**
   * In one commit, with claims, history and identities, and without an event. Refuses those whose workflow nobody
   * registered when no further unregistered id is kept, and those that are too large to be read again.
   */
  jobs(jobs: readonly JobToImport[], who: string): Promise<ImportAnswer[]>;
}

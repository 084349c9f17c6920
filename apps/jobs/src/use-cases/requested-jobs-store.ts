import type { JobState } from '@callboard/contracts';
import type { Author } from './jobs-store';

export const REQUESTED_JOBS_STORE = Symbol('REQUESTED_JOBS_STORE');

/** What a sensor or schedule asks for. */
export interface RunRequest {
  readonly by: string;
  readonly runKey: string;
  readonly workflowId: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Whether a job of this key that did not succeed is to be tried again. */
  readonly again: boolean;
}

export interface RequestedJob {
  readonly jobId: string;
  readonly state: JobState;
  readonly isNew: boolean;
}

export interface RequestedJobsStore {
  /**
   * Creates the job of each run key that has none yet, in one commit, and gives the job of each in the order asked. An
   * item is undefined when its workflow is not registered and no further unregistered id is kept.
   */
  request(
    siteId: string,
    requests: readonly RunRequest[],
    author: Author,
  ): Promise<(RequestedJob | undefined)[]>;
}

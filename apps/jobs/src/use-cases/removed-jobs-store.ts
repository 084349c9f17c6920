export const REMOVED_JOBS_STORE = Symbol('REMOVED_JOBS_STORE');

/** A document that was removed, as jobs know it: `config.activity_id` names what a job is to make. */
export interface RemovedActivity {
  readonly id: string;
  readonly removedAt: Date;
}

export interface RemovedJobsStore {
  /** Ids of jobs that were to make one of these and were posted before it was removed, in ascending order. */
  find(removed: readonly RemovedActivity[], limit: number): Promise<string[]>;
  /** Removes those that have ended, in one commit; the others are left alone. */
  remove(jobIds: readonly string[], who: string): Promise<void>;
  /** Ids of the jobs that went with these, in ascending order. */
  gone(removed: readonly RemovedActivity[]): Promise<string[]>;
}

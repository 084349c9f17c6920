import type { JobHistoryEntry } from '@callboard/contracts';
import type { JobFacts } from '../domain/explanation';

export const JOB_INSIGHT_STORE = Symbol('JOB_INSIGHT_STORE');

export interface JobInsightStore {
  /** What this service knows; undefined when there is no such job. */
  facts(id: string): Promise<Omit<JobFacts, 'operation' | 'bells'> | undefined>;
  /** Transitions after the `n`-th, oldest first; undefined when there is no such job. */
  history(
    id: string,
    after: number,
    limit: number,
  ): Promise<{ items: JobHistoryEntry[]; more: boolean } | undefined>;
}

import type { ItemText, Job, JobIn, ListInput } from '@callboard/contracts';

export const JOBS_STORE = Symbol('JOBS_STORE');

/** A firing: this workflow is to work on this object. */
export interface Firing {
  readonly workflowId: string;
  readonly objectId: string;
  readonly traceparent: string;
}

/** A job that came into being by a firing. */
export interface TriggeredJob extends Firing {
  readonly id: string;
}

/** Who made a change, for the history, and the trace that it belongs to. */
export interface Author {
  readonly who: string;
  readonly traceparent: string;
  /** The site that asks, if it is one: a job belongs to the site that posted it. */
  readonly siteId?: string | undefined;
}

/** A page of a list; `offered_to` names a site whose default list it is. */
export interface JobsAsked extends ListInput {
  readonly offered_to?: string | undefined;
}

export interface JobsStore {
  /**
   * Creates jobs in one commit, in the order given. An item is undefined when its workflow is not registered and no
   * further unregistered id is kept.
   *
   * @throws DomainError `too-large` for a job that could not be read again
   */
  create(jobs: readonly JobIn[], author: Author): Promise<(Job | undefined)[]>;
  /** Creates the job of each (workflow, object) that has none yet, in one commit, and gives only the new ones. */
  createTriggered(firings: readonly Firing[]): Promise<TriggeredJob[]>;
  /** The jobs with these ids, in any order. Stops short of 512 KB unless it is a single one. */
  find(ids: readonly string[]): Promise<FoundJobs>;
  /**
   * One page by ascending id, each job as the JSON of what {@link find} gives. It may be shorter than `limit`, as replies stay below 512 KB.
   *
   * @throws DomainError `invalid-input` for a filter that is not taken, `query-too-slow`
   */
  page(asked: JobsAsked): Promise<{ texts: ItemText[]; more: boolean }>;
}

export interface FoundJobs {
  readonly jobs: ReadonlyMap<string, Job>;
  /** Ids that exist and were left out for their size. */
  readonly leftOut: ReadonlySet<string>;
}

import type { Curation } from '@callboard/contracts';

export const CURATION_STORE = Symbol('CURATION_STORE');

export interface StagedPlace {
  readonly collection: string;
  readonly place: number;
}

export interface StagedPage {
  readonly items: (StagedPlace & { document: Record<string, unknown> })[];
  readonly more: boolean;
}

/** Submissions from which is dropped what makes them invalid. */
export interface CurationStore {
  /** Drops it, once; undefined when nothing is staged. */
  curate(submissionId: string): Promise<Curation | undefined>;
  /** Staged documents by collection and place, after one of them. */
  page(submissionId: string, after: StagedPlace | undefined, limit: number): Promise<StagedPage>;
}

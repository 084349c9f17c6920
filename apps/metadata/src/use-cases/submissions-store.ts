import type { Findings } from '@callboard/contracts';
import type { CheckedDocument } from './schema-validation';

export const SUBMISSIONS_STORE = Symbol('SUBMISSIONS_STORE');

/** A submission as it is staged. */
export interface Submission {
  readonly id: string;
  /** Who may go on with it, such as `site:nmdc-runtime`. */
  readonly who: string;
  readonly schemaVersion: number;
  /** Batches kept so far; the next one bears this number. */
  readonly batches: number;
  readonly documents: number;
  readonly bytes: number;
  readonly findings: number;
}

export interface StagedDocument extends CheckedDocument {
  readonly collection: string;
  readonly place: number;
  readonly document: unknown;
}

/** What a batch adds. */
export interface Batch {
  readonly n: number;
  readonly bytes: number;
  /** Collections it mentions, known ones only. */
  readonly collections: readonly string[];
  readonly documents: readonly StagedDocument[];
  /** Findings about collections as a whole. */
  readonly findings: readonly { readonly collection: string; readonly finding: string }[];
}

/** Findings by collection, at most so many; `more` counts the others. */
export interface Verdict {
  readonly documents: number;
  readonly findings: Findings;
  readonly more: number;
}

export interface SubmissionsStore {
  /** The submission, begun with this schema unless it is there. */
  open(id: string, who: string, schemaVersion: number): Promise<Submission>;
  find(id: string): Promise<Submission | undefined>;
  /** Keeps a batch, unless another one came in between; then undefined. */
  stage(id: string, batch: Batch): Promise<Submission | undefined>;
  /** Everything that is wrong with what is staged, one pass after the other (contract 6.2). */
  check(id: string, passes: { references: boolean }, mostFindings: number): Promise<Verdict>;
  remove(id: string): Promise<void>;
  /** Removes submissions that nobody touched for an hour; gives how many. */
  removeStale(limit: number): Promise<number>;
}

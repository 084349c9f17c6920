import type { MetadataDocument } from '@callboard/contracts';
import type { Filter, Stage } from '@callboard/document-query';
import type { NewCursor } from './cursors-store';

export const QUERIES_STORE = Symbol('QUERIES_STORE');

/** A pipeline over a collection, and the jobs that it reads: by the stage that looks them up, or -1, as JSON lists. */
export interface PlannedQuery {
  readonly collection: string;
  readonly stages: readonly Stage[];
  readonly jobs: ReadonlyMap<number, string>;
}

export interface Batch {
  readonly documents: readonly MetadataDocument[];
  /** Of the last document: its key, or its place in the result. */
  readonly last: string | number;
  readonly more: boolean;
}

export interface PageAsked {
  readonly collection: string;
  readonly filter: Filter;
  /** A key. */
  readonly after: string;
  readonly skip: number;
  readonly size: number;
}

/**
 * Reads documents as queries have it. Refusals of all: `query-too-slow`, `query-too-large`, and `invalid-input` where a
 * value does not fit what is computed from it.
 */
export interface QueriesStore {
  page(asked: PageAsked): Promise<Batch>;
  /** The values by which the `$lookup` at this stage looks. */
  lookedFor(query: PlannedQuery, at: number): Promise<unknown[]>;
  /** The first documents of the result; nothing is kept. */
  first(query: PlannedQuery, size: number): Promise<Batch>;
  /** Computes the whole result and keeps it under a new cursor. */
  keep(query: PlannedQuery, cursor: NewCursor): Promise<void>;
  kept(cursorId: string, after: number, size: number): Promise<Batch>;
}

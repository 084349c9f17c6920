import type { searchDocuments, FindGroup } from '@callboard/contracts';
import type { z } from 'zod';
import type { DocumentTexts } from './documents-store';

export const FINDS_STORE = Symbol('FINDS_STORE');

/** Which documents are meant, of which collections. */
export interface Found {
  readonly collections: readonly string[];
  readonly filter?: string | undefined;
}

/** Reads that clients have shaped. Refusals: `invalid-input` for a filter that is not taken, `query-too-slow`. */
export interface FindsStore {
  /** A part of them in their order. */
  find(asked: z.infer<typeof searchDocuments.input>): Promise<DocumentTexts>;
  count(found: Found): Promise<number>;
  /** The most frequent values of an attribute, each member of a list counted for itself. */
  groups(found: Found, attribute: string): Promise<FindGroup[]>;
}

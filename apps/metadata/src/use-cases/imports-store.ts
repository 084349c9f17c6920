import type { ImportAnswer, MetadataDocument } from '@callboard/contracts';

export const IMPORTS_STORE = Symbol('IMPORTS_STORE');

export interface DocumentToImport {
  /** Null where its collection knows none. */
  readonly id: string | null;
  readonly document: MetadataDocument;
}

/** What a document refers to, and the collections in which that may be. */
export interface Reference {
  readonly id: string;
  readonly slot: string;
  readonly target: string;
  readonly collections: readonly string[];
}

export interface ImportsStore {
  /** Takes in those that are not here, in one commit, with their history. Answers are in the order given. */
  take(collection: string, documents: readonly DocumentToImport[], who: string): Promise<ImportAnswer[]>;
  /** Those of the references whose target is not there. */
  dangling(references: readonly Reference[]): Promise<Reference[]>;
}

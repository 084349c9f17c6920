import type { DocumentChange, ItemText, ListInput, MetadataDocument } from '@callboard/contracts';

export const DOCUMENTS_STORE = Symbol('DOCUMENTS_STORE');

export interface KeptDocument {
  readonly collection: string;
  readonly version: number;
  readonly document: MetadataDocument;
}

export interface CollectionCount {
  readonly collection: string;
  readonly documents: number;
  readonly size_bytes: number;
}

/** Documents as JSON, by their keys; and whether others follow. A list may be cut, as replies stay below 512 KB. */
export interface DocumentTexts {
  readonly texts: ItemText[];
  readonly more: boolean;
}

export interface DocumentsStore {
  /** One page by ascending key. Refusals: `invalid-input` for a filter that is not taken, `query-too-slow`. */
  page(collection: string, page: ListInput): Promise<DocumentTexts>;
  /** Of each collection that has any. Refusal: `query-too-slow`. */
  count(): Promise<CollectionCount[]>;
  find(id: string): Promise<KeptDocument | undefined>;
  /** Those of these ids that exist, by ascending id; as many as fit, the first always does. */
  findTexts(ids: readonly string[]): Promise<ItemText[]>;
  /** Oldest first; undefined when the document never was. */
  history(
    id: string,
    after: number,
    limit: number,
  ): Promise<{ items: DocumentChange[]; more: boolean } | undefined>;
}

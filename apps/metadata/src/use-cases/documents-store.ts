import type { DocumentChange, ListInput, MetadataDocument } from '@callboard/contracts';

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

export interface DocumentsStore {
  page(
    collection: string,
    page: ListInput,
  ): Promise<{ documents: { key: string; document: MetadataDocument }[]; more: boolean }>;
  /** Of each collection that has any. Refusal: `query-too-slow`. */
  count(): Promise<CollectionCount[]>;
  find(id: string): Promise<KeptDocument | undefined>;
  /** Oldest first; undefined when the document never was. */
  history(
    id: string,
    after: number,
    limit: number,
  ): Promise<{ items: DocumentChange[]; more: boolean } | undefined>;
}

export const SHEETS_STORE = Symbol('SHEETS_STORE');

/** A changesheet as it is staged. */
export interface StagedSheet {
  readonly id: string;
  /** Who may go on with it. */
  readonly who: string;
  /** Parts kept so far; the next one bears this number. */
  readonly parts: number;
  readonly bytes: number;
}

/** A document that a sheet names, as it is now. */
export interface NamedDocument {
  readonly id: string;
  readonly collection: string;
  readonly version: number;
  /** About, and cheap to be known. */
  readonly bytes: number;
}

export interface SheetsStore {
  /** The sheet, begun unless it is there. */
  open(id: string, who: string): Promise<StagedSheet>;
  find(id: string): Promise<StagedSheet | undefined>;
  /** Keeps a part, unless another one came in between; then undefined. */
  addPart(id: string, n: number, bytes: Uint8Array): Promise<StagedSheet | undefined>;
  content(id: string): Promise<Uint8Array>;
  /** Keeps which versions of documents the preview has seen. */
  noteVersions(id: string, versions: Versions): Promise<void>;
  /** What {@link noteVersions} kept last. */
  versions(id: string): Promise<Versions | undefined>;
  remove(id: string): Promise<void>;
  /** Removes sheets that nobody touched for an hour; gives how many. */
  removeStale(limit: number): Promise<number>;
  /** The documents of these ids that there are. */
  named(ids: readonly string[]): Promise<NamedDocument[]>;
  documents(ids: readonly string[]): Promise<VersionedDocument[]>;
}

export interface VersionedDocument {
  readonly id: string;
  readonly version: number;
  readonly document: Record<string, unknown>;
}

/** Versions by the id of the document. */
export type Versions = Readonly<Record<string, number>>;

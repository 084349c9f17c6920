export const CURSORS_STORE = Symbol('CURSORS_STORE');

/** A find that goes on by key: what it asks. */
export interface AskedPages {
  readonly collection: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly projection: Readonly<Record<string, unknown>>;
  /** 0 for all. */
  readonly limit: number;
}

/** A result that is kept: from where, and what is shown of its documents. */
export interface KeptResult {
  readonly collection: string;
  readonly projection: Readonly<Record<string, unknown>>;
}

export interface NewCursor {
  readonly id: string;
  readonly who: string;
  readonly batchSize: number;
  readonly query: ({ readonly is: 'pages' } & AskedPages) | ({ readonly is: 'result' } & KeptResult);
}

/** Queries that go on. Of one caller so many are kept; the oldest make room. */
export interface CursorsStore {
  open(cursor: NewCursor): Promise<void>;
  /** Keeps it for another hour. Undefined when there is none of this caller. */
  find(id: string, who: string): Promise<NewCursor | undefined>;
  /** Removes what nobody asked for an hour; gives how many. */
  removeStale(limit: number): Promise<number>;
}

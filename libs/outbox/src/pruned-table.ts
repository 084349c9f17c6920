import type { Database } from '@callboard/persistence';

/** Settings of how long things are kept, as service-kit reads them (its retention.ts). */
export interface Retention {
  RETAIN_HISTORY_DAYS: number | 'forever';
  RETAIN_OUTBOX_DAYS: number;
  RETAIN_DEAD_LETTERS_DAYS: number | 'forever';
}

/** Deletes what is older than so many days, a small transaction for each batch, and yields how many rows each took. */
export type Batches = (database: Database, days: number) => AsyncIterable<number>;

/** A table whose rows go when they are old enough. The service that owns it names it. */
export interface PrunedTable {
  /** Its name, as metric and log tell it. */
  readonly table: string;
  /** For how long: by a setting, or as it stands in the code where clients rely on it. */
  readonly kept: keyof Retention | { readonly days: number };
  /** `daily` for what has to be read as a whole. */
  readonly rounds: 'hourly' | 'daily';
  readonly batches: Batches;
}

const ROWS = 1_000;
/** 0.8 MB. */
const PAGES = 100;

/**
 * For tables that have an index on their age, or few rows.
 *
 * @param sql deletes rows that are older than $1 days, at most $2 of them, `for update skip locked`, and returns them
 */
export const inBatches = (sql: string): Batches =>
  async function* (database, days) {
    for (let deleted = ROWS; deleted === ROWS;) {
      deleted = (await database.query(sql, [days, ROWS])).length;
      yield deleted;
    }
  };

/**
 * For large tables that are written all the time and have no index on their age: an index would be paid for with each
 * row, while a walk once a day reads each page once.
 *
 * @param sql deletes rows that are older than $1 days and lie from $2 up to before $3, by ctid, and returns them
 */
export const pageByPage = (table: string, sql: string): Batches =>
  async function* (database, days) {
    const [size] = await database.query<{ pages: number }>(
      `select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int as pages`,
      [table],
    );
    for (let page = 0; page < (size?.pages ?? 0); page += PAGES) {
      yield (await database.query(sql, [days, `(${page},0)`, `(${page + PAGES},0)`])).length;
    }
  };

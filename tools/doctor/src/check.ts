import type { NatsConnection } from 'nats';
import type { Client } from 'pg';

/** What is looked at. */
export interface Patient {
  /** An administrator's connection to the database that holds every service's schema; it is only read. */
  admin: Client;
  /** A connection of the services' account. */
  nats: NatsConnection;
  /** How long history is kept, as RETAIN_HISTORY_DAYS of the services; `forever` unless told. */
  historyDays?: number | undefined;
}

/** Something that should not be, in words. */
export interface Finding {
  /** Name of the check. */
  check: string;
  text: string;
}

/** One thing that always holds. */
export interface Check {
  readonly name: string;
  /** What holds, in words. */
  readonly holds: string;
  /** What is against it; at most {@link MOST_TOLD} and a line that counts the rest. */
  look(patient: Patient): Promise<string[]>;
}

/** Faults that one check tells of. */
export const MOST_TOLD = 20;

/** How long services may take to bring each other up to date: sweepers look after 10 s, and again each 2 s. */
export const SETTLED = `now() - interval '30 seconds'`;

/** The first faults, and how many more there are. */
export function told(faults: readonly string[], all: number = faults.length): string[] {
  const shown = faults.slice(0, MOST_TOLD);
  return all > shown.length ? [...shown, `and ${all - shown.length} more like these`] : shown;
}

/**
 * A check by one statement, which sees one moment of every schema: it gives a row for each fault. The rows are counted
 * by the server; only the first come here, so that a million faults are no more than twenty.
 */
export function sqlCheck<Row extends object>(check: {
  name: string;
  holds: string;
  sql: string;
  /** Values of the statement's parameters. */
  values?: (patient: Patient) => unknown[];
  words: (row: Row) => string;
}): Check {
  const { name, holds, sql, values, words } = check;
  const counted = `select *, count(*) over ()::int as of_all from (${sql}) as faults limit ${MOST_TOLD}`;
  return {
    name,
    holds,
    look: async (patient) => {
      const { rows } = await patient.admin.query<Row & { of_all: number }>(counted, values?.(patient) ?? []);
      return told(rows.map(words), rows[0]?.of_all ?? 0);
    },
  };
}

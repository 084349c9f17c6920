import { setTimeout as delay } from 'node:timers/promises';
import { type Log, messageOf } from '@callboard/kernel';
import type { Database } from '@callboard/persistence';
import { Counter } from 'prom-client';
import type { PrunedTable, Retention } from './pruned-table';

const HOUR_MS = 60 * 60 * 1000;
const PAUSE_MS = { hourly: HOUR_MS, daily: 24 * HOUR_MS } as const;
/** The first round comes within this, so that a process that is started again and again prunes too. */
const FIRST_WITHIN_MS = 5 * 60 * 1000;

const prunedRows = new Counter({
  name: 'callboard_pruned_rows_total',
  help: 'Rows deleted because they were kept long enough, by table',
  labelNames: ['table'],
});

export interface PrunerParts {
  database: Database;
  log: Log;
  tables: readonly PrunedTable[];
  retention: Retention;
  /** Gives a number from 0 to 1, for pauses that differ from process to process. */
  random?: () => number;
}

/**
 * Deletes what has been kept long enough, each hour or each day, a small batch at a time. Any number of processes may
 * do so at once: each skips rows that another is deleting.
 */
export class Pruner {
  private readonly stopping = new AbortController();
  private running: Promise<void>[] = [];

  constructor(private readonly parts: PrunerParts) {}

  start(): void {
    this.running = this.parts.tables.map((table) => this.run(table));
  }

  /** Resolves when the batches under way have ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  /** Deletes all that is due now, and tells how many rows that were. */
  async prune({ table, kept, batches }: PrunedTable): Promise<number> {
    const { database, log, retention } = this.parts;
    const days = typeof kept === 'string' ? retention[kept] : kept.days;
    if (days === 'forever') return 0;
    let rows = 0;
    for await (const deleted of batches(database, days)) {
      rows += deleted;
      prunedRows.inc({ table }, deleted);
      if (this.stopping.signal.aborted) break;
    }
    if (rows > 0) log.info({ table, rows, days }, `deleted rows of ${table} that were kept for ${days} days`);
    return rows;
  }

  private async run(table: PrunedTable): Promise<void> {
    const { log, random = Math.random } = this.parts;
    await this.pause(FIRST_WITHIN_MS * random());
    while (!this.stopping.signal.aborted) {
      try {
        await this.prune(table);
      } catch (error) {
        log.warn(
          { table: table.table, reason: messageOf(error) },
          'could not delete old rows, to be tried again',
        );
      }
      await this.pause(PAUSE_MS[table.rounds] * (0.9 + 0.2 * random()));
    }
  }

  private pause(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}

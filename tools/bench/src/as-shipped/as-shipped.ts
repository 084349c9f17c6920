import type { Client } from 'pg';
import type { Bench } from '../place/bench';
import { demandDurableBroker, demandDurableDatabase } from './durable';
import { type Changes, demandHistory } from './history';
import { demandLogs, type LogSizes, sizesOf } from './logs';

/** What was seen to be as it ships. What could not be looked at is not there. */
export interface AsShipped {
  /** In words. */
  servers: string[];
  /** What was changed in the scenarios; each has its row in a history. */
  changes?: Changes;
  /** Lines that logs have gained in the scenarios. */
  logLines?: number;
}

interface Mark {
  at: Date;
  logs: LogSizes | undefined;
}

/** Sees to it, scenario by scenario, that nothing was switched off to make figures look better. */
export class Inspection {
  readonly found: AsShipped = { servers: [] };
  private mark: Mark | undefined;

  constructor(private readonly bench: Bench) {}

  /** Before anything is measured. @throws Error naming what is not as shipped */
  async servers(): Promise<void> {
    const { database } = this.bench;
    if (database !== undefined) this.found.servers.push(await demandDurableDatabase(database));
    this.found.servers.push(await demandDurableBroker(this.bench));
  }

  /** Before a scenario. */
  async begin(): Promise<void> {
    const { database, logs } = this.bench;
    if (database === undefined) return;
    const { rows } = await database.query<{ now: Date }>('select clock_timestamp() as now');
    this.mark = { at: rows[0]?.now ?? new Date(), logs: logs === undefined ? undefined : sizesOf(logs) };
  }

  /** After it. @throws Error when what it did has not been told in history and logs */
  async end(): Promise<void> {
    const { database, logs } = this.bench;
    if (database === undefined || this.mark === undefined) return;
    const changes = await demandHistory(database, this.mark.at);
    this.found.changes = sum(this.found.changes, changes);
    if (logs === undefined || this.mark.logs === undefined) return;
    const did = { changes, fired: await firedSince(database, this.mark.at) };
    this.found.logLines = (this.found.logLines ?? 0) + (await demandLogs(logs, this.mark.logs, did));
  }
}

async function firedSince(database: Client, at: Date): Promise<number> {
  const { rows } = await database.query<{ n: number }>(
    'select count(*)::int as n from triggers.firings where fired_at >= $1',
    [at],
  );
  return rows[0]?.n ?? 0;
}

const sum = (one: Changes | undefined, other: Changes): Changes =>
  Object.fromEntries(
    Object.entries(other).map(([what, count]) => [what, count + (one?.[what as keyof Changes] ?? 0)]),
  ) as Changes;

/** For the reader of the table. */
export function asShippedInWords({ servers, changes, logLines }: AsShipped): string {
  const made = Object.entries(changes ?? {}).map(([what, count]) => `${count} ${what}`);
  const history = changes === undefined ? 'history not looked at' : `in the history ${made.join(', ')}`;
  const logs = logLines === undefined ? 'logs not looked at' : `${logLines} lines in the logs`;
  return `As shipped: ${[...servers, history, logs].join('; ')}`;
}

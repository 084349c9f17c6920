import { setTimeout as delay } from 'node:timers/promises';
import { type Log, messageOf } from '@callboard/kernel';
import type { Database } from '@callboard/persistence';

const EVERY_MS = 60 * 60 * 1000;
const STEP = 1_000;

/** Sent rows stay three days, as long as the streams keep events: that is how far back lost data can be sent again. */
const PURGE = `
delete from outbox where id in (
  select id from outbox where sent_at < now() - interval '3 days'
  order by sent_at limit $1 for update skip locked)
returning id`;

/** Deletes sent events that are no longer needed, each hour, in small statements. */
export class OutboxPurge {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Deletes all that is due now and tells how many rows that were. */
  async purge(): Promise<number> {
    let total = 0;
    for (let deleted = STEP; deleted === STEP && !this.stopping.signal.aborted; total += deleted) {
      deleted = (await this.database.query(PURGE, [STEP])).length;
    }
    return total;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const events = await this.purge();
        if (events > 0) this.log.info({ events }, 'deleted events sent more than three days ago');
      } catch (error) {
        this.log.warn({ reason: messageOf(error) }, 'could not delete old events, trying again in an hour');
      }
      await delay(EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

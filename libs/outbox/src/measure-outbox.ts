import type { Database } from '@callboard/persistence';
import type { OutboxFill } from './outbox-fill';
import { BATCH } from './send-batch';

/** Not more often, in ms: to count two hundred thousand takes some 60 ms of the database. */
const EVERY_MS = 1_000;

/** $1 the number at which to stop. By the index of what waits. */
const COUNT = 'select count(*)::int as n from (select from outbox where sent_at is null limit $1) as waiting';

/** Counts what waits, while there is more than the relay takes at once. */
export class MeasureOutbox {
  private nextAt = 0;

  constructor(
    private readonly database: Database,
    private readonly fill: OutboxFill,
  ) {}

  /** `behind`: the relay could not send all there is. Never rejects: a database that is away takes nothing either. */
  async look(behind: boolean): Promise<void> {
    if (!behind && this.fill.isEmpty) return;
    const now = performance.now();
    if (now < this.nextAt) return;
    this.nextAt = now + EVERY_MS;
    try {
      const [row] = await this.database.query<{ n: number }>(COUNT, [this.fill.limit]);
      const waiting = row?.n ?? 0;
      this.fill.measured(waiting < BATCH ? 0 : waiting);
    } catch {
      // What was counted last holds until it can be counted again.
    }
  }
}

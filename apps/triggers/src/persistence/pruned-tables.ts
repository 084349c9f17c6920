import { inBatches, type PrunedTable } from '@callboard/outbox';
import type { Database } from '@callboard/persistence';
import { Counter, register } from 'prom-client';
import { DROP_OLD_NEWS, DROP_TOO_MANY_NEWS, MOST_WAITING, PRUNE_DONE, PRUNE_GIVEN_UP } from './drop-news.sql';

const ROWS = 1_000;

/**
 * News that are done stand for a day longer than events can be told again by default (RETAIN_OUTBOX_DAYS), so that none is
 * news twice. What waits, or was given up, goes when nobody has come for it for a month.
 */
export const prunedTables: readonly PrunedTable[] = [
  { table: 'sensor_news', kept: { days: 4 }, rounds: 'hourly', batches: inBatches(PRUNE_DONE) },
  { table: 'sensor_news', kept: { days: 30 }, rounds: 'hourly', batches: inBatches(PRUNE_GIVEN_UP) },
  {
    table: 'sensor_news',
    kept: { days: 30 },
    rounds: 'hourly',
    batches: (database, days) => dropped(database, days),
  },
];

/** News that nobody has looked at and that nobody will: each is counted. */
async function* dropped(database: Database, days: number): AsyncIterable<number> {
  const drops: [string, string, number][] = [
    ['too-old', DROP_OLD_NEWS, days],
    ['too-many', DROP_TOO_MANY_NEWS, MOST_WAITING],
  ];
  for (const [reason, sql, bound] of drops)
    for (let rows = ROWS; rows === ROWS;) {
      rows = (await database.query(sql, [bound, ROWS])).length;
      counter().inc({ reason }, rows);
      yield rows;
    }
}

/** The registry is one per process, and a process may hold the module more than once (tests do). */
function counter(): Counter<'reason'> {
  const name = 'callboard_sensor_news_dropped_total';
  const known = register.getSingleMetric(name);
  if (known instanceof Counter) return known as Counter<'reason'>;
  return new Counter({
    name,
    help: 'News of sensors that no site came for, by why they were dropped',
    labelNames: ['reason'],
  });
}

import { KEPT_HOURS, PRUNE_KEPT_REPLIES } from './kept-replies/kept-replies.sql';
import { inBatches, type PrunedTable } from './pruned-table';

const PRUNE_OUTBOX = `
delete from outbox where id in (
  select id from outbox where sent_at < now() - $1 * interval '1 day'
  order by sent_at limit $2 for update skip locked)
returning id`;

/** There are few, so that no index is worth its while. */
const PRUNE_DEAD_LETTERS = `
delete from dead_letters where id in (
  select id from dead_letters where received_at < now() - $1 * interval '1 day'
  limit $2 for update skip locked)
returning id`;

/** Tables of this library. What waits to be sent stays, however old it is. */
export const OWN_PRUNED_TABLES: readonly PrunedTable[] = [
  { table: 'outbox', kept: 'RETAIN_OUTBOX_DAYS', rounds: 'hourly', batches: inBatches(PRUNE_OUTBOX) },
  {
    table: 'dead_letters',
    kept: 'RETAIN_DEAD_LETTERS_DAYS',
    rounds: 'daily',
    batches: inBatches(PRUNE_DEAD_LETTERS),
  },
  {
    table: 'kept_replies',
    kept: { days: KEPT_HOURS / 24 },
    rounds: 'hourly',
    batches: inBatches(PRUNE_KEPT_REPLIES),
  },
];

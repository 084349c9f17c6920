import { inBatches, type PrunedTable } from '@callboard/outbox';

/** Past its end a revocation refuses nothing any more: the last token has expired. What stays is who revoked what. */
const PRUNE_REVOCATIONS = `
delete from revocations where subject in (
  select subject from revocations where until < now() - $1 * interval '1 day'
  order by until limit $2 for update skip locked)
returning subject`;

const PRUNE_ALLOWANCE_HISTORY = `
delete from allowance_history where id in (
  select id from allowance_history where at < now() - $1 * interval '1 day'
  order by at limit $2 for update skip locked)
returning id`;

export const prunedTables: readonly PrunedTable[] = [
  {
    table: 'revocations',
    kept: 'RETAIN_HISTORY_DAYS',
    rounds: 'daily',
    batches: inBatches(PRUNE_REVOCATIONS),
  },
  {
    table: 'allowance_history',
    kept: 'RETAIN_HISTORY_DAYS',
    rounds: 'daily',
    batches: inBatches(PRUNE_ALLOWANCE_HISTORY),
  },
];

import { pageByPage, type PrunedTable } from '@callboard/outbox';
import { PRUNE_HISTORY } from './prune-history.sql';

/** Each claim and each end writes history, so that an index on its age would make them slower. */
export const prunedTables: readonly PrunedTable[] = [
  {
    table: 'operation_history',
    kept: 'RETAIN_HISTORY_DAYS',
    rounds: 'daily',
    batches: pageByPage('operation_history', PRUNE_HISTORY),
  },
];

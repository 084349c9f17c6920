import { pageByPage, type PrunedTable } from '@callboard/outbox';
import { PRUNE_HISTORY } from './prune-history.sql';

/** Each claim writes history, so that an index on its age would make claims slower. */
export const prunedTables: readonly PrunedTable[] = [
  {
    table: 'job_history',
    kept: 'RETAIN_HISTORY_DAYS',
    rounds: 'daily',
    batches: pageByPage('job_history', PRUNE_HISTORY),
  },
];

import { pageByPage, type PrunedTable } from '@callboard/outbox';
import { PRUNE_HISTORY, PRUNE_RUN_LOGS } from './prune-history.sql';

/** Each claim and each end writes history, and ops write logs, so that an index on their age would make them slower. */
export const prunedTables: readonly PrunedTable[] = [
  {
    table: 'operation_history',
    kept: 'RETAIN_HISTORY_DAYS',
    rounds: 'daily',
    batches: pageByPage('operation_history', PRUNE_HISTORY),
  },
  {
    table: 'run_op_logs',
    kept: 'RETAIN_HISTORY_DAYS',
    rounds: 'daily',
    batches: pageByPage('run_op_logs', PRUNE_RUN_LOGS),
  },
];

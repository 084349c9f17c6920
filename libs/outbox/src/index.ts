export { Outbox } from './outbox';
export { OutboxRelay, type RelayParts } from './outbox-relay';
export { RelayBell } from './relay-bell';
export { DeadLetterStore } from './dead-letter-store';
export { auditDeadLetters, createOutboxTables } from './tables';
export { OutboxModule, type OutboxModuleOptions } from './outbox.module';
export { inBatches, pageByPage, type PrunedTable, type Retention } from './pruned-table';
export { Pruner, type PrunerParts } from './pruner';

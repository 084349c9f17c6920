export { Database, type DatabaseSettings } from './database';
export { Transaction } from './transaction';
export { type JoinedWork } from './joined-work';
export { guarded, type TransactionGuard } from './guarded';
export { compared } from './compared';
export { FREELY_PLANNED, HASH_JOINS } from './planning';
export { migrate, type MigrateSettings, type MigrationReport, type ServiceMigrations } from './migrate';
export type { MigrationClass, RowClass } from './classes';
export { databaseRole } from './roles';
export { isLockTimeout, isRefusedValue, isUniqueViolation, TOO_LATE } from './postgres-errors';
export {
  type ImportedRecord,
  importOutcomes,
  type ImportParts,
  importStatement,
  placed,
} from './import-statement';

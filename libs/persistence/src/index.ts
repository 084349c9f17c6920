export { Database, type DatabaseSettings } from './database';
export { Transaction } from './transaction';
export { guarded, type TransactionGuard } from './guarded';
export { compared } from './compared';
export { HASH_JOINS } from './planning';
export { migrate, type MigrateSettings, type MigrationReport, type ServiceMigrations } from './migrate';
export type { MigrationClass, RowClass } from './classes';
export { databaseRole } from './roles';
export { isRefusedValue, isUniqueViolation, TOO_LATE } from './postgres-errors';

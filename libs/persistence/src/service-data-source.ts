import {
  DataSource,
  type DataSourceOptions,
  type Logger,
  type QueryRunner,
  type ReplicationMode,
} from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import type { MigrationClass, RowClass } from './classes';
import { translated } from './postgres-errors';

const STATEMENT_TIMEOUT_MS = 30_000;
/** A process that hangs inside a transaction must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_MS = 60_000;
/** Waiting for a free connection of the pool counts as well. */
const CONNECT_TIMEOUT_MS = 5_000;

export interface DataSourceSettings {
  url: string;
  applicationName: string;
  poolSize: number;
  rows?: RowClass[];
  onIdleError?: (error: unknown) => void;
}

/** TypeORM writes to the console unless it has a logger; what it would say reaches us as errors. */
const QUIET: Logger = {
  logQuery() {},
  logQueryError() {},
  logQuerySlow() {},
  logSchemaBuild() {},
  logMigration() {},
  log() {},
};

/** What every data source of ours has in common. TypeORM must neither create nor install anything by itself. */
export function dataSourceOptions(
  settings: DataSourceSettings,
): PostgresDataSourceOptions & DataSourceOptions {
  return {
    type: 'postgres',
    url: settings.url,
    applicationName: settings.applicationName,
    poolSize: settings.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    installExtensions: false,
    synchronize: false,
    logger: QUIET,
    uuidExtension: 'pgcrypto',
    entities: settings.rows ?? [],
    poolErrorHandler: settings.onIdleError ?? (() => undefined),
    extra: {
      keepAlive: true,
      // Statements that do not need each other's rows are sent in one go.
      pipeline: true,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
  };
}

/** For running migrations: as the administrator, one connection, every name meaning the service's schema. */
export function migrationOptions(
  url: string,
  schema: string,
  migrations: readonly MigrationClass[],
  logMigration: (message: string) => void,
): PostgresDataSourceOptions & DataSourceOptions {
  return {
    ...dataSourceOptions({ url, applicationName: 'callboard-migrate', poolSize: 1 }),
    schema,
    logger: { ...QUIET, logMigration },
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    extra: { options: `-c search_path="${schema}"` },
  };
}

/**
 * A data source whose failures are told apart: a database that cannot be reached is `unavailable`, by whichever way
 * TypeORM came to ask it.
 */
export class ServiceDataSource extends DataSource {
  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    return guarded(super.createQueryRunner(mode));
  }
}

function guarded(runner: QueryRunner): QueryRunner {
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  const connect = runner.connect.bind(runner);
  const refuse = (error: unknown): Promise<never> => Promise.reject(translated(error));
  runner.query = ((...args: unknown[]) => query(...args).catch(refuse)) as typeof runner.query;
  runner.connect = async () => connect().catch(refuse);
  return runner;
}

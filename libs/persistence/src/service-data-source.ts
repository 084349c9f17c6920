import {
  DataSource,
  type DataSourceOptions,
  type Logger,
  type QueryRunner,
  type ReplicationMode,
} from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import type { MigrationClass, RowClass } from './classes';
import { runPrepared } from './prepared-statements';
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
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
  };
}

/** A query runner that also runs statements that PostgreSQL keeps prepared; gives their rows. */
export interface ServiceQueryRunner extends QueryRunner {
  prepared(sql: string, parameters: unknown[]): Promise<unknown[]>;
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
  override createQueryRunner(mode?: ReplicationMode): ServiceQueryRunner {
    return guarded(super.createQueryRunner(mode));
  }
}

/**
 * PostgreSQL answers COMMIT after an ignored failure of a statement by rolling back, and calls that a success. A
 * write would be acknowledged and lost, so such a commit is refused.
 */
function guarded(runner: QueryRunner): ServiceQueryRunner {
  const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
  const connect = runner.connect.bind(runner);
  const commit = runner.commitTransaction.bind(runner);
  let broken = false;
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      broken = runner.isTransactionActive;
      throw translated(error);
    }
  };
  const run = async (...args: unknown[]): Promise<unknown> => {
    const result = await watched(query(...args));
    if (/^rollback/i.test(String(args[0]))) broken = false;
    return result;
  };
  runner.query = run as typeof runner.query;
  const prepared = async (sql: string, parameters: unknown[]): Promise<unknown[]> => {
    const result = await watched(runPrepared(runner, sql, parameters));
    if (result !== undefined) return result.rows;
    return ((await run(sql, parameters, true)) as { records: unknown[] }).records;
  };
  runner.connect = async () => connect().catch((error: unknown) => Promise.reject(translated(error)));
  runner.commitTransaction = async () => {
    if (broken)
      throw new Error(
        'a statement of this transaction failed and was passed over: nothing of it can be kept',
      );
    await commit();
  };
  return Object.assign(runner, { prepared });
}

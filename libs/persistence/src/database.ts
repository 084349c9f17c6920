import type { ServiceName } from '@callboard/contracts';
import { DomainError, type Log, messageOf, silentLog } from '@callboard/kernel';
import type { MigrationClass, RowClass } from './classes';
import { currentGuard } from './guarded';
import { currentlyJoined, JoinedWork } from './joined-work';
import { awaitSchema } from './schema-check';
import { FREELY_PLANNED } from './planning';
import { asAsked, isTryAgain, translated } from './postgres-errors';
import { dataSourceOptions, ServiceDataSource } from './service-data-source';
import { type Statement, statement, statementOnce } from './statement';
import { Transaction } from './transaction';
import { Wire } from './wire';

export interface DatabaseSettings {
  /** Connection string with the service's own login role. */
  url: string;
  /** Names the schema. */
  service: ServiceName;
  rows?: RowClass[];
  /** What this code needs to have been run; the program `migrate` runs them. */
  migrations: MigrationClass[];
  /** Most connections at once. Default: 10. */
  poolSize?: number;
  /** How long to wait for a database that is not up yet, in ms. Default: a minute. */
  waitMs?: number;
  log?: Log;
}

const POOL_SIZE = 10;
const WAIT_MS = 60_000;
/** How often a transaction is run again that stood in another's way. */
const RETRIES = 3;

/** The tables of one service: a pool of connections that see its schema alone. */
export class Database {
  private constructor(
    /** TypeORM, for repositories and query builders over the service's rows. */
    readonly dataSource: ServiceDataSource,
    /** The service whose tables these are. */
    readonly service: ServiceName,
    private readonly log: Log,
  ) {}

  /**
   * Connects, waiting for a database that is not up yet. Refuses with an Error that says what to do: a login that
   * is not the service's, or a schema older than `migrations`; a newer one is fine (design 1, decision 3).
   */
  static async open(settings: DatabaseSettings): Promise<Database> {
    const { url, service, log = silentLog, waitMs = WAIT_MS } = settings;
    await awaitSchema({ url, service, migrations: settings.migrations, log, waitMs });
    const options = dataSourceOptions({
      url,
      applicationName: `callboard-${service}`,
      poolSize: settings.poolSize ?? POOL_SIZE,
      rows: settings.rows ?? [],
      onIdleError: (error) => log.warn({ reason: messageOf(error) }, 'lost an idle database connection'),
    });
    const dataSource = new ServiceDataSource(options);
    await dataSource.initialize();
    return new Database(dataSource, service, log);
  }

  /** Runs one statement in a transaction of its own and gives its rows, also those of `returning`. */
  async query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    const joined = currentlyJoined(this);
    if (joined !== undefined) return joined.query<T>(sql, parameters);
    const [rows = []] = await this.run([statement(sql, parameters)]);
    return rows as T[];
  }

  /**
   * Runs one read that clients have shaped, such as a filter, planned for the values at hand; for at most `limitMs` if
   * given, so that nobody can keep the database busy with it. Whatever it says, it cannot write.
   *
   * @throws DomainError `query-too-slow`; `invalid-input` for a regular expression that PostgreSQL does not take
   */
  async queryWithin<T>(
    limitMs: number | undefined,
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<T[]> {
    const limit = limitMs === undefined ? [] : [`set local statement_timeout = ${Math.ceil(limitMs)}`];
    const settings = ['set transaction read only', FREELY_PLANNED, ...limit].map((text) => statement(text));
    const statements = [...settings, statementOnce(sql, parameters)];
    try {
      const joined = currentlyJoined(this);
      const rows =
        joined === undefined
          ? await this.run([statement('begin'), ...statements, statement('commit')])
          : await joined.look(statements);
      return (rows[statements.length] ?? []) as T[];
    } catch (error) {
      throw asAsked(error, limitMs);
    }
  }

  /**
   * Runs `work` in one transaction (read committed) and commits unless it throws. Serialization failures and
   * deadlocks run it again, up to three times, so it must change nothing but the database; what is to follow goes
   * into `tx.afterCommit`. Throws `unavailable` when the database is lost: whether a commit under way was kept is
   * then unknown.
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T> | T): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (!isTryAgain(error)) throw translated(error);
        if (attempt === RETRIES) throw new DomainError('unavailable', 'transactions collide; try again');
        this.log.debug({ attempt, reason: messageOf(error) }, 'transactions collided, running one again');
      }
    }
  }

  /**
   * Gives `work` one transaction in which all is done that it makes this database do by {@link JoinedWork.run}: each
   * transaction and query there is a part of it, that is undone by itself if it fails. `work` commits; what it leaves
   * uncommitted is undone.
   */
  async joined<T>(work: (joined: JoinedWork) => Promise<T>): Promise<T> {
    return this.onWire(async (wire) => {
      const joined = new JoinedWork(this, wire, (run) => this.callHooks(run));
      try {
        return await work(joined);
      } catch (error) {
        throw translated(error);
      } finally {
        await joined.end();
      }
    });
  }

  /** Resolves while the database answers. For readiness checks. */
  async check(): Promise<void> {
    await this.query('select 1');
  }

  /** Closes the pool; statements under way finish first. */
  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private async once<T>(work: (tx: Transaction) => Promise<T> | T): Promise<T> {
    const joined = currentlyJoined(this);
    if (joined !== undefined) return joined.part(work);
    const { tx, result } = await this.onWire(async (wire) => {
      const tx = new Transaction(wire);
      const guard = currentGuard();
      try {
        await guard?.begun(tx);
        const result = await work(tx);
        guard?.ending(tx);
        await tx.commit();
        return { tx, result };
      } catch (error) {
        // A rollback that fails as well has nothing to add: the server drops the transaction with the connection.
        await tx.rollback().catch(() => undefined);
        throw error;
      } finally {
        guard?.over();
      }
    });
    this.callHooks(() => tx.committed());
    return result;
  }

  /** Statements that are sent in one go; gives the rows of each. */
  private run(statements: readonly Statement[]): Promise<unknown[][]> {
    return this.onWire(async (wire) => {
      try {
        return await wire.run(statements);
      } catch (error) {
        throw translated(error);
      }
    });
  }

  private async onWire<T>(work: (wire: Wire) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await work(await Wire.of(runner));
    } finally {
      await runner.release();
    }
  }

  /** What is kept is kept: a hook that throws must not make a commit look like a failure. */
  private callHooks(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.log.error({ reason: messageOf(error) }, 'what was to follow a commit failed');
    }
  }
}

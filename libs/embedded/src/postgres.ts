import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { asEmbeddedError, EmbeddedError, reasonOf, systemCode } from './embedded-error';
import { preparePostgresBinaries } from './postgres-binaries';
import { damaged, prepareData } from './postgres-data';
import { launchOnPort, type Prepared } from './postgres-launch';
import { placeData, serverAccount } from './postgres-place';
import type { LogLine, ServerExit, ServerProcess } from './server-process';

export interface PostgresOptions {
  /** The data folder, made when it is absent or empty. Its parent must not be shared with untrusted accounts. */
  readonly dataDir: string;
  /** Default: a free one. */
  readonly port?: number;
  /**
   * Password of the superuser `postgres`. Default: at first a random one, later the one kept in the data
   * folder. One that is not the folder's is refused.
   */
  readonly password?: string;
  /** Server settings, such as `{ fsync: 'off' }` in tests. Default: as PostgreSQL ships them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Receives each line of the server's log. */
  readonly log?: LogLine;
}

export interface EmbeddedPostgres {
  /** Connection string of the superuser `postgres`, with password, to the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly password: string;
  /** Where the data really lies. */
  readonly dataDir: string;
  /** The folder asked for, if the server's account could not reach it and the data lies in `dataDir` instead. */
  readonly relocatedFrom?: string;
  readonly exited: Promise<ServerExit>;
  /** The last lines of the log, oldest first. */
  lastLines(): readonly string[];
  /** Fast shutdown: open transactions are rolled back, everything is flushed. */
  stop(): Promise<void>;
  /** SIGKILL, for tests of faults. The data stays and starts again. */
  kill(): Promise<void>;
  /** Kills the server and deletes its data, also where it was relocated. */
  destroy(): Promise<void>;
}

const LOGIN_TIMEOUT_MS = 60_000;

/** Ready is what lets us in: proves the password and that the catalog can be read. */
async function logIn(url: string, dataDir: string, server: ServerProcess): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: LOGIN_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select count(*) from pg_class');
  } catch (error) {
    if (systemCode(error) !== '28P01') throw damaged(dataDir, reasonOf(error), server.lastLines());
    throw new EmbeddedError(
      'postgres-password-refused',
      `the password given is not the one of ${dataDir}: pass the right one, or remove the folder to start empty`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function prepare(options: PostgresOptions, dataDir: string, log: LogLine): Promise<Prepared> {
  const settings = options.settings ?? {};
  const account = serverAccount(dataDir);
  const binaries = await preparePostgresBinaries(account, log);
  const durable = settings['fsync'] !== 'off';
  const folder = { dataDir, binaries, account, durable, password: options.password };
  const { password, isNew } = await prepareData(folder);
  return { dataDir, program: binaries.postgres, account, password, isNew, settings, log };
}

async function start(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const place = placeData(options.dataDir, log);
  const { dataDir } = place;
  const prepared = await prepare(options, dataDir, log);
  const { password } = prepared;
  const [server, port] = await launchOnPort(prepared, options.port);
  const url = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  try {
    await logIn(url, dataDir, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const { pid, exited } = server;
  const destroy = async (): Promise<void> => {
    await server.kill();
    for (const path of [place.relocatedFrom, dataDir]) {
      if (path !== undefined) await rm(path, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  const commands = { stop: () => server.stop(), kill: () => server.kill(), destroy };
  return { ...place, url, port, pid, password, exited, lastLines: () => server.lastLines(), ...commands };
}

/**
 * Starts PostgreSQL from the binaries of the npm package on 127.0.0.1, with password login only, and waits
 * until it lets us in. Never as root: root gives the server and its data to another account.
 *
 * @throws EmbeddedError with code `postgres-binaries-missing`, `-data-damaged`, `-data-in-use`,
 *   `-version-mismatch`, `-password-refused`, `port-taken` or `start-failed`
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    const denied = systemCode(error) === 'EACCES' || systemCode(error) === 'EPERM';
    const remedy = denied ? 'start as the account that owns the folder, or use another folder; ' : '';
    throw asEmbeddedError(
      error,
      `PostgreSQL cannot use ${resolve(options.dataDir)}: ${remedy}`.replace(/[:;] $/, ''),
    );
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { EmbeddedError } from './embedded-error';
import { isRoot } from './folder-access';
import { freePort } from './free-port';
import { startPostgres, type EmbeddedPostgres, type PostgresOptions } from './postgres';
import { serverAccount } from './postgres-place';
import { temporaryFolder } from './temporary-folder';

jest.setTimeout(60_000);

const quick = { fsync: 'off' };
const folder = temporaryFolder();
const dataDir = join(folder, 'pg');
const running: EmbeddedPostgres[] = [];

async function start(more: Partial<PostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir, settings: quick, ...more });
  running.push(server);
  return server;
}

async function refusal(more: Partial<PostgresOptions>): Promise<EmbeddedError> {
  const outcome = await start(more).catch((error: unknown) => error);
  if (outcome instanceof EmbeddedError) return outcome;
  throw new Error('it started, or failed with something else', { cause: outcome });
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('startPostgres', () => {
  it('keeps data over stop and kill, and starts again without being told the password', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 1 as n');
    await first.stop();
    expect(await first.exited).toEqual({ code: 0, signal: null });

    const second = await start();
    await query(second.url, 'insert into kept values (2)');
    await second.kill();
    expect(await second.exited).toEqual({ code: null, signal: 'SIGKILL' });

    const third = await start({ password: first.password });
    expect(await query(third.url, 'select n from kept order by n')).toEqual([1, 2]);
    expect(third.dataDir).toBe(dataDir);
    expect(third.relocatedFrom).toBeUndefined();
  });

  it('lets nobody in without the password, and listens on 127.0.0.1 only', async () => {
    const server = await start();
    for (const login of ['postgres:wrong', 'postgres']) {
      const url = `postgres://${login}@127.0.0.1:${server.port}/postgres`;
      await expect(query(url, 'select 1')).rejects.toThrow(/password/);
    }
    expect(await query(server.url, 'show listen_addresses')).toEqual(['127.0.0.1']);
    expect(await query(server.url, 'show unix_socket_directories')).toEqual(['']);
    expect(await query(server.url, 'show fsync')).toEqual(['off']);
    expect(await query(server.url, 'show server_encoding')).toEqual(['UTF8']);
  });

  it('ships durable: what is not asked for stays on', async () => {
    const server = await start({ settings: {} });
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      expect(await query(server.url, `show ${setting}`)).toEqual(['on']);
    }
  });

  it('refuses a folder on which a server is running', async () => {
    const server = await start();
    const error = await refusal({});
    expect(error.code).toBe('postgres-data-in-use');
    expect(error.message).toContain(`process ${server.pid}`);
  });

  it('refuses a password that is not the one of the folder', async () => {
    expect((await refusal({ password: 'another' })).code).toBe('postgres-password-refused');
  });

  it('refuses a setting that does not exist, and does not blame the data', async () => {
    const error = await refusal({ settings: { no_such_setting: '1' } });
    expect(error.code).toBe('start-failed');
    expect(error.message).toContain('no_such_setting');
  });

  it('refuses a port that is taken', async () => {
    const port = await freePort();
    const other: Server = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const error = await refusal({ port });
    other.close();
    expect(error.code).toBe('port-taken');
    expect(error.message).toContain(String(port));
  });

  it('starts although the lock of a killed server names the process of a stranger', async () => {
    const server = await start();
    const lock = join(dataDir, 'postmaster.pid');
    await server.kill();
    const account = serverAccount(dataDir);
    const stranger: ChildProcess = spawn('sleep', ['600'], { stdio: 'ignore', ...account });
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(stranger.pid)));
    try {
      expect(await query((await start()).url, 'select 1')).toEqual([1]);
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('deletes its data on demand', async () => {
    const server = await start({ dataDir: join(folder, 'passing') });
    await server.destroy();
    expect(existsSync(server.dataDir)).toBe(false);
  });
});

// Only root runs PostgreSQL as another account, so only root can have a folder that PostgreSQL cannot reach.
(isRoot() ? describe : describe.skip)('a data folder out of reach (runs as root only)', () => {
  it('becomes a link to one within reach, is followed, and is not revived once it was removed', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'callboard-closed-'));
    chmodSync(closed, 0o700);
    const asked = join(closed, 'pg');
    const first = await start({ dataDir: asked });
    expect(first.relocatedFrom).toBe(asked);
    expect(first.dataDir).toMatch(/^\/var\/lib\/callboard\/[0-9a-f]{16}$/);
    expect(statSync(first.dataDir).uid).not.toBe(0);
    await query(first.url, 'create table kept as select 7 as n');
    await first.stop();

    const second = await start({ dataDir: asked });
    expect(second.dataDir).toBe(first.dataDir);
    expect(await query(second.url, 'select n from kept')).toEqual([7]);
    await second.stop();

    rmSync(asked);
    const lines: string[] = [];
    const third = await start({ dataDir: asked, log: (line) => lines.push(line) });
    await expect(query(third.url, 'select n from kept')).rejects.toThrow('does not exist');
    const aside = /now lies in (\S+),/.exec(lines.join('\n'))?.[1];
    expect(aside !== undefined && existsSync(join(aside, 'PG_VERSION'))).toBe(true);

    await third.destroy();
    expect(existsSync(third.dataDir)).toBe(false);
    expect(lstatSync(asked, { throwIfNoEntry: false })).toBeUndefined();
    for (const left of [aside, closed]) if (left !== undefined) rmSync(left, { recursive: true });
  });
});

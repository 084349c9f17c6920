import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '@callboard/embedded';
import { silentLog } from '@callboard/kernel';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Database } from './database';
import { migrate, type MigrationReport } from './migrate';

class CreateThings1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table things (id text, n bigint generated always as identity)');
    await runner.query('create sequence counter');
  }
  async down(): Promise<void> {}
}
class AddNotes1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table notes (text text)');
  }
  async down(): Promise<void> {}
}
class Fails1763900000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table half_made (id text)');
    await runner.query('create table things (id text)');
  }
  async down(): Promise<void> {}
}

/** A server of its own: passwords of roles are changed, which tests that share a server must not do. */
describe('migrate', () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let adminUrl: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'callboard-migrate-'));
    chmodSync(folder, 0o755);
    server = await startPostgres({ dataDir: join(folder, 'data'), settings: { fsync: 'off' } });
  });
  afterAll(async () => {
    await server.destroy();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const name = `test_${expect.getState().currentTestName?.replace(/\W+/g, '_').slice(-40)}`.toLowerCase();
    await asAdmin(server.url, `create database ${name}`);
    adminUrl = server.url.replace(/\/postgres$/, `/${name}`);
  });

  const asAdmin = async (url: string, sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(sql).finally(() => client.end());
    return rows;
  };
  const first = {
    service: 'jobs',
    migrations: [CreateThings1763900000000],
    password: "it's %1 \\secret",
  } as const;
  const both = [CreateThings1763900000000, AddNotes1763900000001];
  const run = (more: object = {}): Promise<MigrationReport[]> =>
    migrate({
      adminUrl,
      log: silentLog,
      services: [{ ...first, migrations: [...first.migrations], ...more }],
    });
  const loginUrl = (role: string, password: string): string => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = encodeURIComponent(password);
    return url.href;
  };
  const open = (password: string): Promise<Database> =>
    Database.open({
      url: loginUrl('callboard_jobs', password),
      service: 'jobs',
      migrations: [...first.migrations],
    });

  it('makes schema, login and tables, and does nothing the second time', async () => {
    expect(await run()).toEqual([{ service: 'jobs', ran: ['CreateThings1763900000000'] }]);
    expect(await run()).toEqual([{ service: 'jobs', ran: [] }]);
    expect(await run({ migrations: both })).toEqual([{ service: 'jobs', ran: ['AddNotes1763900000001'] }]);
    const database = await open(first.password);
    await database.query("insert into notes values ('x')");
    expect(await database.query("insert into things (id) values ('a') returning n")).toEqual([{ n: '1' }]);
    expect(await database.query("select nextval('counter')")).toEqual([{ nextval: '1' }]);
    await database.close();
  });

  it('changes the password', async () => {
    await run();
    await run({ password: 'other' });
    await expect(open(first.password)).rejects.toThrow(/password/);
    await (await open('other')).close();
  });

  it('lets two at once do the work of one', async () => {
    const reports = await Promise.all([
      run({ migrations: both }),
      run({ migrations: both }),
      run({ migrations: both }),
    ]);
    expect(reports.flat().filter(({ ran }) => ran.length > 0)).toHaveLength(1);
  });

  it('keeps services out of each other and strangers out of all', async () => {
    const services = [
      { ...first, migrations: [...first.migrations] },
      { service: 'sites' as const, migrations: [], password: 'p' },
    ];
    await migrate({ adminUrl, log: silentLog, services });
    await expect(asAdmin(loginUrl('callboard_sites', 'p'), 'select * from jobs.things')).rejects.toThrow(
      'permission denied for schema jobs',
    );
    await asAdmin(server.url, "create role stranger login password 'p'");
    await expect(asAdmin(loginUrl('stranger', 'p'), 'select 1')).rejects.toThrow(
      'permission denied for database',
    );
  });

  it('undoes a migration that fails, and the others of that run', async () => {
    await run();
    await expect(run({ migrations: [...both, Fails1763900000002] })).rejects.toThrow(
      /Fails1763900000002.*already exists/,
    );
    const tables = await asAdmin(
      adminUrl,
      "select tablename from pg_tables where schemaname = 'jobs' order by 1",
    );
    expect(tables).toEqual([{ tablename: 'migrations' }, { tablename: 'things' }]);
  });

  it('works for several databases of one server at once, though they share the logins', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => asAdmin(server.url, `create database many_${name}`)));
    const urls = ['a', 'b', 'c'].map((name) => server.url.replace(/\/postgres$/, `/many_${name}`));
    const services = (['jobs', 'sites', 'objects'] as const).map((service) => ({
      service,
      migrations: [],
      password: 'p',
    }));
    const runs = urls.map((url) => migrate({ adminUrl: url, log: silentLog, services }));
    await expect(Promise.all(runs)).resolves.toHaveLength(3);
  });
});

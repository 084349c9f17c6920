import { DomainError } from '@callboard/kernel';
import { eventually, testDatabase, type TestDatabase } from '@callboard/testing';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Client } from 'pg';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { Database } from './database';
import { BY_KEY } from './planning';
import { isUniqueViolation } from './postgres-errors';

class CreateThings1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table things (id text collate "C" primary key, n integer not null default 0)');
  }
  async down(): Promise<void> {}
}

class AddNotes1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table notes (text text)');
  }
  async down(): Promise<void> {}
}

@Entity('things')
class ThingRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('integer')
  n!: number;
}

const migrations = [CreateThings1763900000000];

describe('Database', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await testDatabase([{ service: 'jobs', migrations }]);
    database = await Database.open({ url: place.url('jobs'), service: 'jobs', rows: [ThingRow], migrations });
  });

  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  const cutAll = async (): Promise<void> => {
    const admin = new Client({ connectionString: place.adminUrl });
    await admin.connect();
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await admin.end();
  };

  it('writes nothing in a read that clients have shaped', async () => {
    const insert = `insert into things (id) values ('smuggled') returning id`;
    await expect(database.queryWithin(undefined, insert)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await database.query(`select id from things where id = 'smuggled'`)).toEqual([]);
  });

  it('gives rows of select, insert, update and delete alike', async () => {
    expect(await database.query('insert into things (id) values ($1) returning id, n', ['a'])).toEqual([
      { id: 'a', n: 0 },
    ]);
    expect(await database.query('update things set n = 2 where id = $1 returning n', ['a'])).toEqual([
      { n: 2 },
    ]);
    expect(await database.query('select n from things')).toEqual([{ n: 2 }]);
    expect(await database.query('delete from things returning id')).toEqual([{ id: 'a' }]);
  });

  it('stops a read that takes longer than it may, and no other', async () => {
    const slow = database.queryWithin(50, 'select pg_sleep(20)');
    await expect(slow).rejects.toMatchObject({
      code: 'query-too-slow',
      message: expect.stringContaining('longer than 0.05 s') as string,
    });
    expect(await database.queryWithin(undefined, 'select pg_sleep(0.1) is null as done')).toEqual([
      { done: false },
    ]);
    const [setting] = await database.query<{ statement_timeout: string }>('show statement_timeout');
    expect(setting?.statement_timeout).toBe('30s');
  });

  it('plans the statements of the code once, and what clients have shaped for its values', async () => {
    for (const [setting, value] of Object.entries(BY_KEY))
      expect(await database.query(`show ${setting}`)).toEqual([{ [setting]: value }]);
    for (const limitMs of [undefined, 1000])
      expect(await database.queryWithin(limitMs, 'show plan_cache_mode')).toEqual([
        { plan_cache_mode: 'force_custom_plan' },
      ]);
    expect(await database.queryWithin(1000, 'show enable_seqscan')).toEqual([{ enable_seqscan: 'on' }]);
    expect(await database.query('show plan_cache_mode')).toEqual([{ plan_cache_mode: 'force_generic_plan' }]);
  });

  it('tells a pattern that PostgreSQL does not take from a fault', async () => {
    const asked = database.queryWithin(1000, `select '' ~ $1`, ['a{300}']);
    await expect(asked).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('names tables without a schema, in SQL and in repositories', async () => {
    await database.dataSource.getRepository(ThingRow).insert({ id: 'row', n: 7 });
    expect(await database.query('select n from jobs.things where id = $1', ['row'])).toEqual([{ n: 7 }]);
  });

  it('keeps nothing of a transaction that throws, and calls no hook', async () => {
    let called = false;
    const work = database.transaction(async (tx) => {
      tx.afterCommit(() => (called = true));
      await tx.query('insert into things (id) values ($1)', ['undone']);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await database.query('select from things where id = $1', ['undone'])).toEqual([]);
    expect(called).toBe(false);
  });

  it('calls hooks after the commit', async () => {
    const seen = new Promise<unknown[]>((resolve, reject) => {
      void database.transaction(async (tx) => {
        await tx.query('insert into things (id) values ($1)', ['kept']);
        tx.afterCommit(() => {
          database.query('select id from things where id = $1', ['kept']).then(resolve, reject);
        });
      });
    });
    expect(await seen).toEqual([{ id: 'kept' }]);
  });

  it('reports success of a commit whose hook throws', async () => {
    const hook = (): void => {
      throw new Error('hook');
    };
    await expect(database.transaction(async (tx) => tx.afterCommit(hook))).resolves.toBeUndefined();
  });

  it('runs a transaction again that fell victim to a deadlock', async () => {
    await database.query("insert into things (id) values ('left'), ('right')");
    let runs = 0;
    let meet = (): void => undefined;
    const bothLocked = new Promise<void>((resolve) => (meet = resolve));
    const crossing = (first: string, second: string): Promise<void> =>
      database.transaction(async (tx) => {
        await tx.query('update things set n = n + 1 where id = $1', [first]);
        runs += 1;
        if (runs === 2) meet();
        await bothLocked;
        await tx.query('update things set n = n + 1 where id = $1', [second]);
      });
    await Promise.all([crossing('left', 'right'), crossing('right', 'left')]);
    expect(runs).toBe(3);
    expect(await database.query("select n from things where id in ('left', 'right')")).toEqual([
      { n: 2 },
      { n: 2 },
    ]);
  });

  it('tells unique violations apart by their constraint', async () => {
    await database.query("insert into things (id) values ('twice')");
    const error: unknown = await database
      .query("insert into things (id) values ('twice')")
      .catch((thrown: unknown) => thrown);
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'things_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'other')).toBe(false);
  });

  it('refuses to commit over a failure that was passed over, since PostgreSQL would keep nothing', async () => {
    const work = database.transaction(async (tx) => {
      await tx.query("insert into things (id) values ('lost')");
      await tx.query("insert into things (id) values ('lost')").catch(() => undefined);
    });
    await expect(work).rejects.toThrow('passed over');
    expect(await database.query("select id from things where id = 'lost'")).toEqual([]);
  });

  it('keeps statements that went along with others, and nothing at all when one of them fails', async () => {
    await database.transaction(async (tx) => {
      tx.along('insert into things (id) values ($1)', ['along-1']);
      const seen = await tx.query('select id from things where id = $1', ['along-1']);
      expect(seen).toEqual([{ id: 'along-1' }]);
      tx.along('insert into things (id) values ($1)', ['along-2']);
      tx.along('insert into things (id) values ($1)', ['along-3']);
    });
    let called = false;
    const failing = database.transaction((tx) => {
      tx.along('insert into things (id) values ($1)', ['along-4']);
      tx.along('insert into things (id) values ($1)', ['along-1']);
      tx.along('insert into things (id) values ($1)', ['along-5']);
      tx.afterCommit(() => (called = true));
    });
    const error: unknown = await failing.catch((thrown: unknown) => thrown);
    expect(isUniqueViolation(error, 'things_pkey')).toBe(true);
    expect(called).toBe(false);
    const kept = await database.query("select id from things where id like 'along-%' order by id");
    expect(kept).toEqual([{ id: 'along-1' }, { id: 'along-2' }, { id: 'along-3' }]);
  });

  it('sends begin with the first statement and the rest with the commit: two round trips for a write', async () => {
    const trips = await tripsOf(place.url('jobs'), migrations, async (proxied) => {
      await proxied.transaction(async (tx) => {
        await tx.query('select id from things where id = $1 for update', ['along-1']);
        tx.along('update things set n = n + 1 where id = $1', ['along-1']);
      });
    });
    expect(trips).toBe(2);
    expect(await database.query("select n from things where id = 'along-1'")).toEqual([{ n: 2 }]);
  });

  it('calls a lost connection unavailable, and recovers by itself', async () => {
    const lost = database.transaction(async (tx) => {
      await tx.query('select 1');
      await cutAll();
      await tx.query('select 1');
    });
    await expect(lost).rejects.toMatchObject({ name: 'DomainError', code: 'unavailable' });
    // Idle connections that were cut as well are found out one by one, by whoever takes them next.
    const things = database.dataSource.getRepository(ThingRow);
    await eventually('an answer, once the pool has found out what was cut', () => things.count());
    await database.check();
  });

  it('may not change the schema, nor see another one', async () => {
    for (const statement of [
      'create table more (id text)',
      'alter table things add column more text',
      'drop table things',
      'truncate things',
      'create schema mine',
      "insert into migrations (timestamp, name) values (1, 'x')",
      'create temporary table scratch (id text)',
    ]) {
      await expect(database.query(statement)).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});

/** How many packets of questions `work` sends, told by a gate between it and the server. */
async function tripsOf(
  url: string,
  migrations: (typeof CreateThings1763900000000)[],
  work: (database: Database) => Promise<void>,
): Promise<number> {
  const there = new URL(url);
  let trips = 0;
  const gate = createServer((socket) => {
    const server = connect(Number(there.port), there.hostname);
    socket.on('data', (bytes) => {
      trips += 1;
      server.write(bytes);
    });
    server.pipe(socket);
    for (const each of [socket, server]) each.on('error', () => each.destroy());
    socket.on('close', () => server.destroy());
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const { port } = gate.address() as AddressInfo;
  const through = new URL(url);
  through.port = String(port);
  const database = await Database.open({ url: through.href, service: 'jobs', migrations });
  await work(database); // So that a connection stands and its statements are known.
  trips = 0;
  await work(database);
  const counted = trips;
  await database.close();
  gate.close();
  return counted;
}

describe('Database.open', () => {
  let place: TestDatabase;
  beforeAll(async () => {
    place = await testDatabase([
      { service: 'jobs', migrations },
      { service: 'sites', migrations: [] },
    ]);
  });
  afterAll(() => place.drop());

  const open = (more: object): Promise<Database> =>
    Database.open({ url: place.url('jobs'), service: 'jobs', migrations, ...more });

  it('refuses a schema older than the code and says what to run', async () => {
    await expect(open({ migrations: [...migrations, AddNotes1763900000001] })).rejects.toThrow(
      /lacks AddNotes1763900000001; run `npm run migrate`/,
    );
  });

  it('takes a schema newer than the code', async () => {
    const database = await open({ migrations: [] });
    await database.close();
  });

  it('refuses the login of another service, a wrong password and an unknown database', async () => {
    await expect(open({ url: place.url('sites') })).rejects.toThrow(
      /callboard_sites.*log in as callboard_jobs/,
    );
    await expect(open({ url: place.url('jobs').replace('test-of-jobs', 'wrong') })).rejects.toThrow(
      /password/,
    );
    await expect(open({ url: place.url('jobs').replace(place.database, 'nowhere') })).rejects.toThrow(
      /no such database/,
    );
  });

  it('gives up on a database that does not come up, without naming the password', async () => {
    const url = new URL(place.url('jobs'));
    url.port = '1';
    const error = await open({ url: url.href, waitMs: 100 }).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/did not answer within 100 ms: .*ECONNREFUSED/);
    expect(String(error)).not.toContain('test-of-jobs');
  });

  it('waits for a database that comes up later', async () => {
    const late = new URL(place.url('jobs'));
    const { createServer, connect } = await import('node:net');
    const gate = createServer((socket) => {
      const through = connect(Number(late.port), late.hostname);
      socket.pipe(through).pipe(socket);
      for (const each of [socket, through]) each.on('error', () => each.destroy());
    });
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
    const address = gate.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => gate.close(resolve));

    const waiting: string[] = [];
    const log = {
      debug() {},
      info() {},
      error() {},
      warn: (_: object, message: string) => void waiting.push(message),
    };
    const opening = open({ url: place.url('jobs').replace(`:${late.port}`, `:${port}`), log });
    await eventually('word that it waits', () => waiting.length > 0);
    await new Promise<void>((resolve) => gate.listen(port, '127.0.0.1', resolve));
    const database = await opening;
    await database.check();
    await database.close();
    await new Promise((resolve) => gate.close(resolve));
    expect(waiting).toContain('waiting for the database');
  });

  it('refuses a migration whose name TypeORM could not order', async () => {
    class Unordered {
      async up(): Promise<void> {}
      async down(): Promise<void> {}
    }
    await expect(open({ migrations: [Unordered] })).rejects.toThrow(
      'Unordered needs a name that ends in 13 digits',
    );
    await expect(open({ migrations: [Unordered] })).rejects.not.toBeInstanceOf(DomainError);
  });
});

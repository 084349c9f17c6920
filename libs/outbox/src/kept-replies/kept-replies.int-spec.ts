import { accepted, refused } from '@callboard/contracts';
import { DomainError, keptStep, onceKept } from '@callboard/kernel';
import type { KeyedRequest } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { eventually, testDatabase, type TestDatabase } from '@callboard/testing';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Pruner } from '../pruner';
import { OWN_PRUNED_TABLES } from '../own-pruned-tables';
import { createOutboxTables } from '../tables';
import { silentLog } from '@callboard/kernel';
import { createKeptRepliesTable } from './kept-replies.sql';
import { KeptReplies } from './kept-replies';

class CreateThings1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createOutboxTables(runner);
    await createKeptRepliesTable(runner);
    await runner.query('create table things (id bigint generated always as identity, name text)');
  }
  async down(): Promise<void> {}
}

const migrations = [CreateThings1763900000000];

describe('replies kept by key', () => {
  let place: TestDatabase;
  let database: Database;
  let other: Database;
  let admin: Client;

  const open = (): Promise<Database> =>
    Database.open({ url: place.url('jobs'), service: 'jobs', migrations, poolSize: 4 });

  beforeAll(async () => {
    place = await testDatabase([{ service: 'jobs', migrations }]);
    [database, other] = await Promise.all([open(), open()]);
    admin = new Client({ connectionString: place.adminUrl });
    await admin.connect();
    await admin.query('set search_path = jobs');
  });

  beforeEach(() => admin.query('truncate things, kept_replies'));

  afterAll(async () => {
    await admin.end();
    await Promise.all([database.close(), other.close()]);
    await place.drop();
  });

  const request = (more: Partial<KeyedRequest> = {}): KeyedRequest => ({
    caller: 'site:A',
    key: 'k1',
    route: 'make-things',
    body: { items: [{ name: 'a' }] },
    holdsSecret: false,
    ...more,
  });
  /** An effect with a reply that differs each time, in two transactions. */
  const making =
    (name = 'a', from: Database = database) =>
    async (): Promise<unknown> => {
      const [row] = await from.query<{ id: string }>('insert into things (name) values ($1) returning id', [
        name,
      ]);
      await from.transaction((tx) => tx.along('insert into things (name) values ($1)', [`${name}'s twin`]));
      return { items: [accepted({ id: row?.id })] };
    };
  const count = async (table = 'things'): Promise<number> => {
    const { rows } = await admin.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    return rows[0]?.n ?? 0;
  };
  const once = (asked: KeyedRequest, work: () => Promise<unknown>): Promise<unknown> =>
    new KeptReplies(database).once(asked, work);

  it('gives the same reply for the same request, and does it once', async () => {
    const replies = new KeptReplies(database);
    const first = await replies.once(request(), making());
    expect(await replies.once(request(), making())).toEqual(first);
    // A process that was started anew, and members in another order.
    const moved = request({ body: JSON.parse('{"items":[{"name":"a"}]}') as unknown });
    expect(await new KeptReplies(other).once(moved, making('a', other))).toEqual(first);
    expect(await count()).toBe(2);
  });

  it.each([
    ['another body', { body: { items: [{ name: 'b' }] } }],
    ['another route', { route: 'break-things' }],
  ])('refuses %s under the same key', async (_, more) => {
    await once(request(), making());
    await expect(once(request(more), making())).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await count()).toBe(2);
  });

  it('knows a body by its members, in whatever order', async () => {
    const first = await once(request({ body: { a: 1, b: { c: 2, d: [3, 4] } } }), making());
    expect(await once(request({ body: { b: { d: [3, 4], c: 2 }, a: 1 } }), making())).toEqual(first);
    await expect(once(request({ body: { b: { d: [4, 3], c: 2 }, a: 1 } }), making())).rejects.toThrow();
  });

  it('knows a body that holds a secret, and keeps no quick digest of it', async () => {
    const asked = request({ holdsSecret: true, body: { password: 'hunter2' } });
    const first = await once(asked, making());
    expect(await once(asked, making())).toEqual(first);
    await expect(once({ ...asked, body: { password: 'hunter3' } }, making())).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    const { rows } = await admin.query<{ quick: boolean }>(
      `select digest = sha256('{"password":"hunter2"}') as quick from kept_replies`,
    );
    expect(rows).toEqual([{ quick: false }]);
  });

  it('takes the key of another caller for another key', async () => {
    const first = await once(request(), making());
    expect(await once(request({ caller: 'site:B' }), making())).not.toEqual(first);
    expect(await count()).toBe(4);
  });

  it('forgets after a day', async () => {
    const first = await once(request(), making());
    await admin.query(`update kept_replies set created_at = created_at - interval '23 hours 59 minutes'`);
    expect(await once(request(), making())).toEqual(first);
    await admin.query(`update kept_replies set created_at = created_at - interval '1 minute'`);
    const second = await once(request({ body: 'another' }), making());
    expect(second).not.toEqual(first);
    expect(await once(request({ body: 'another' }), making())).toEqual(second);
    await admin.query(`update kept_replies set created_at = created_at - interval '25 hours'`);
    const retention = {
      RETAIN_HISTORY_DAYS: 'forever',
      RETAIN_OUTBOX_DAYS: 3,
      RETAIN_DEAD_LETTERS_DAYS: 90,
    } as const;
    const pruner = new Pruner({ database, log: silentLog, tables: OWN_PRUNED_TABLES, retention });
    const table = OWN_PRUNED_TABLES.find((one) => one.table === 'kept_replies');
    expect(table && (await pruner.prune(table))).toBe(1);
    expect(await count('kept_replies')).toBe(0);
  });

  it('has one effect of twenty at once, by two processes, and twenty equal replies', async () => {
    const [here, there] = [new KeptReplies(database), new KeptReplies(other)];
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 === 0 ? here.once(request(), making()) : there.once(request(), making('a', other)),
      ),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await count()).toBe(2);
  });

  it.each([
    ['the same process', () => [new KeptReplies(database, 100)] as const],
    ['another process', () => [new KeptReplies(database), new KeptReplies(other, 100)] as const],
  ])('tells whoever waits too long for %s', async (_, keepers) => {
    const [first, second = first] = keepers();
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    let begun = false;
    const running = first.once(request(), async () => {
      begun = true;
      await ended;
      return making()();
    });
    await eventually('the first one runs', () => begun);
    await expect(second.once(request(), making('a', other))).rejects.toMatchObject({
      code: 'idempotency-key-in-use',
      details: { retry_after_s: 1 },
    });
    end();
    const reply = await running;
    expect(await new KeptReplies(other).once(request(), making())).toEqual(reply);
    expect(await count()).toBe(2);
  });

  it('keeps neither effect nor key when the process dies in between', async () => {
    const dying = once(request(), async () => {
      await making()();
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`,
      );
      return { items: [accepted('never')] };
    });
    await expect(dying).rejects.toMatchObject({ code: 'unavailable' });
    expect([await count(), await count('kept_replies')]).toEqual([0, 0]);
    const reply = await once(request(), making());
    expect(await once(request(), making())).toEqual(reply);
  });

  it.each([
    ['thrown', () => Promise.reject(new DomainError('job-claimed', 'another site holds it'))],
    ['of every item', () => Promise.resolve({ items: [refused('job-claimed', 'another site holds it')] })],
    ['that may pass', () => Promise.reject(new DomainError('unavailable', 'not just now'))],
  ])('judges anew after a refusal, %s', async (_, refusing) => {
    const told: string[] = [];
    const refusal = once(request(), async () => {
      await making()();
      onceKept(() => told.push('never'));
      return refusing();
    });
    await refusal.catch((error: unknown) => expect(error).toBeInstanceOf(DomainError));
    expect([await count(), await count('kept_replies'), told]).toEqual([0, 0, []]);
    await once(request(), making());
    expect(await count()).toBe(2);
  });

  it('keeps a batch of which some was refused, unless that may pass another time', async () => {
    const mixed = (code: string) => async (): Promise<unknown> => {
      await making()();
      return { items: [accepted(1), refused(code, 'not this one')] };
    };
    await expect(once(request(), mixed('internal'))).rejects.toMatchObject({ code: 'internal' });
    expect(await count()).toBe(0);
    const reply = await once(request(), mixed('not-found'));
    expect(await once(request(), mixed('not-found'))).toEqual(reply);
    expect(await count()).toBe(2);
  });

  it('tells of what was done once it is kept, and of a repeat nothing', async () => {
    const told: number[] = [];
    const work = async (): Promise<unknown> => {
      onceKept(() => told.push(1));
      expect(told).toEqual([]);
      return making()();
    };
    await once(request(), work);
    await once(request(), work);
    expect(told).toEqual([1]);
  });

  describe('of work that asks another service', () => {
    let asked: string[][] = [];
    beforeEach(() => (asked = []));

    /** Finds things, asks about them elsewhere, and does the rest. */
    const inSteps = (ask: () => Promise<unknown>) => async (): Promise<unknown> => {
      const found = await keptStep('found', async () => {
        const rows = await database.query<{ id: string }>(
          'insert into things (name) values (1) returning id',
        );
        return rows.map(({ id }) => id);
      });
      asked.push(found);
      await ask();
      return making()();
    };

    it('goes on with what was found, after whatever stopped it', async () => {
      const away = inSteps(() => Promise.reject(new DomainError('unavailable', 'away')));
      await expect(once(request(), away)).rejects.toMatchObject({ code: 'unavailable' });
      expect(await count()).toBe(1);
      await expect(once(request({ body: 'another' }), away)).rejects.toMatchObject({
        code: 'idempotency-key-reused',
      });
      const reply = await new KeptReplies(other).once(
        request(),
        inSteps(async () => undefined),
      );
      expect(await once(request(), away)).toEqual(reply);
      expect(asked[1]).toEqual(asked[0]);
      expect(asked).toHaveLength(2);
      expect(await count()).toBe(3);
    });

    it('holds no lock and no transaction of the effect while it asks', async () => {
      await once(
        request(),
        inSteps(async () => expect(await count()).toBe(1)),
      );
    });

    it('is judged anew after a refusal', async () => {
      const refusing = inSteps(() => Promise.reject(new DomainError('forbidden', 'no')));
      await expect(once(request(), refusing)).rejects.toMatchObject({ code: 'forbidden' });
      expect(await count('kept_replies')).toBe(0);
    });

    it('gives the reply of whoever came to the end first', async () => {
      await expect(
        once(
          request(),
          inSteps(() => Promise.reject(new Error('killed'))),
        ),
      ).rejects.toThrow('killed');
      const replies = await Promise.all([
        new KeptReplies(database).once(
          request(),
          inSteps(async () => undefined),
        ),
        new KeptReplies(other).once(
          request(),
          inSteps(async () => undefined),
        ),
      ]);
      expect(replies[1]).toEqual(replies[0]);
    });
  });
});

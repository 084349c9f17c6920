import { DomainError } from '@callboard/kernel';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Database } from './database';
import { guarded } from './guarded';

class CreateThings1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table things (id text collate "C" primary key, n integer not null default 0)');
  }
  async down(): Promise<void> {}
}

const migrations = [CreateThings1763900000000];

describe('joined work', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await testDatabase([{ service: 'jobs', migrations }]);
    database = await Database.open({ url: place.url('jobs'), service: 'jobs', migrations, poolSize: 2 });
  });

  beforeEach(() => database.query('delete from things'));

  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  const add = (id: string) => database.query('insert into things (id) values ($1) returning id', [id]);
  const ids = async () =>
    (await database.query<{ id: string }>('select id from things order by id')).map(({ id }) => id);

  /** Runs `work` as one transaction, committed at its end if told. */
  const joined = (work: () => Promise<void>, keep = true): Promise<void> =>
    database.joined(async (whole) => {
      await whole.whole.query('select 1');
      await whole.run(work);
      if (keep) await whole.commit();
    });

  it('keeps what all transactions and queries did, or nothing of it', async () => {
    const work = async (): Promise<void> => {
      await add('a');
      await database.transaction((tx) => tx.along('insert into things (id) values ($1)', ['b']));
      expect(await ids()).toEqual(['a', 'b']);
    };
    await joined(work, false);
    expect(await ids()).toEqual([]);
    await expect(
      joined(async () => {
        await work();
        throw new DomainError('forbidden', 'no');
      }),
    ).rejects.toThrow('no');
    expect(await ids()).toEqual([]);
    await joined(work);
    expect(await ids()).toEqual(['a', 'b']);
  });

  it('goes on writing after reads that clients have shaped, which cannot', async () => {
    await joined(async () => {
      const insert = `insert into things (id) values ('smuggled') returning id`;
      await expect(database.queryWithin(1000, insert)).rejects.toMatchObject({ code: 'unavailable' });
      expect(await database.queryWithin(1000, 'select 1 as n')).toEqual([{ n: 1 }]);
      await add('a');
    });
    expect(await ids()).toEqual(['a']);
  });

  it('undoes a part that fails, and goes on', async () => {
    await joined(async () => {
      await add('a');
      await expect(add('a')).rejects.toMatchObject({ code: '23505' });
      await expect(
        database.transaction(async (tx) => {
          await tx.query('insert into things (id) values ($1)', ['b']);
          throw new Error('changed its mind');
        }),
      ).rejects.toThrow('changed its mind');
      await add('c');
    });
    expect(await ids()).toEqual(['a', 'c']);
  });

  it('takes parts in turn, and parts of parts', async () => {
    await joined(async () => {
      await Promise.all([...'abcdef'].map(add));
      await database.transaction(async () => {
        await add('g');
        await database.transaction((tx) => tx.along('insert into things (id) values ($1)', ['h']));
      });
    });
    expect(await ids()).toEqual([...'abcdefgh']);
  });

  it('calls hooks after the commit of the whole, those of kept parts alone, and outside of it', async () => {
    const heard: string[] = [];
    const hook = (name: string) => async (): Promise<void> => {
      await database.transaction((tx) => tx.afterCommit(() => heard.push(name)));
    };
    await joined(hook('never'), false);
    await joined(async () => {
      await hook('first')();
      await database
        .transaction((tx) => {
          tx.afterCommit(() => heard.push('failed'));
          throw new Error('no');
        })
        .catch(() => undefined);
      expect(heard).toEqual([]);
    });
    expect(heard).toEqual(['first']);
    let later: Promise<unknown> | undefined;
    await joined(async () => {
      await database.transaction((tx) => tx.afterCommit(() => (later = add('by a hook'))));
    });
    await later;
    expect(await ids()).toEqual(['by a hook']);
  });

  it('reads what clients have shaped without leaving their limits behind', async () => {
    await joined(async () => {
      await add('a');
      expect(await database.queryWithin(1000, 'select id from things')).toEqual([{ id: 'a' }]);
      await expect(database.queryWithin(20, 'select pg_sleep(5)')).rejects.toMatchObject({
        code: 'query-too-slow',
      });
      expect(await database.query('show statement_timeout')).toEqual([{ statement_timeout: '30s' }]);
      expect(await database.query('show enable_seqscan')).toEqual([{ enable_seqscan: 'off' }]);
    });
    expect(await ids()).toEqual(['a']);
  });

  it('lets a guard end with the whole: its last statement before the commit, its permit after', async () => {
    const told: string[] = [];
    const guard = {
      begun: async () => void told.push('begun'),
      ending: () => void told.push('ending'),
      over: () => void told.push('over'),
    };
    await joined(async () => {
      await guarded(guard, async () => {
        await add('a');
        expect(told).toEqual([]);
        await database.transaction((tx) => tx.along('insert into things (id) values ($1)', ['b']));
        await database.transaction(() => undefined);
        await expect(database.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow();
      });
      told.push('worked');
    });
    expect(told).toEqual(['begun', 'worked', 'ending', 'over']);
  });

  it('commits in between where told, and keeps that when the rest fails', async () => {
    const failing = database.joined(async (whole) => {
      await whole.whole.query('select 1');
      await whole.run(async () => {
        await add('a');
        await whole.commit();
        await whole.whole.query('select 1');
        await add('b');
        throw new Error('died');
      });
    });
    await expect(failing).rejects.toThrow('died');
    expect(await ids()).toEqual(['a']);
  });

  it('is nobody else’s: others see nothing before the commit, and work that outlives it is free', async () => {
    let outliving = async (): Promise<unknown> => undefined;
    await database.joined(async (whole) => {
      await whole.whole.query('select 1');
      await whole.run(async () => {
        await add('a');
        const context = new (await import('node:async_hooks')).AsyncResource('test');
        outliving = () => context.runInAsyncScope(() => add('late'));
      });
      expect(await ids()).toEqual([]);
    });
    await outliving();
    expect(await ids()).toEqual(['late']);
  });
});

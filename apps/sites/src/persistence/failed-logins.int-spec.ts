import { Database } from '@callboard/persistence';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import { migrations } from './migrations';
import { PostgresFailedLoginsStore } from './postgres-failed-logins-store';

let testing: TestDatabase;
let database: Database;
let failures: PostgresFailedLoginsStore;

beforeAll(async () => {
  testing = await testDatabase([{ service: 'sites', migrations }]);
  database = await Database.open({ url: testing.url('sites'), service: 'sites', migrations });
  failures = new PostgresFailedLoginsStore(database);
});
afterAll(async () => {
  await database?.close();
  await testing?.drop();
});
beforeEach(() => database.query('delete from failed_logins'));

const count = async (key: string): Promise<number> => (await failures.countsOf([key])).get(key) ?? 0;
const add = (key: string, weight: number) => failures.add(new Map([[key, weight]]), 600);

describe('counts of failed logins', () => {
  it('add up, run down by the clock of the database, and are not there without a failure', async () => {
    expect(await failures.countsOf(['a', 'b'])).toEqual(new Map());
    await add('a', 60);
    await add('a', 60);
    await failures.add(
      new Map([
        ['a', 60],
        ['b', 10],
      ]),
      600,
    );
    expect(await count('a')).toBeGreaterThan(170);
    expect(await count('a')).toBeLessThanOrEqual(180);
    await database.query(`update failed_logins set clear_at = now() - interval '1 hour' where who = 'a'`);
    expect([...(await failures.countsOf(['a', 'b'])).keys()]).toEqual(['b']);
    await add('a', 60);
    expect(await count('a')).toBeLessThanOrEqual(60);
  });

  it('grow to the most that is told, and no further', async () => {
    for (let n = 0; n < 12; n += 1) await add('a', 100);
    expect(await count('a')).toBeLessThanOrEqual(600);
    expect(await count('a')).toBeGreaterThan(590);
  });

  it('lose none of many that come at once, in whatever order their keys are named', async () => {
    const both = (n: number): Map<string, number> =>
      new Map(
        n % 2 === 0
          ? ([
              ['a', 1],
              ['b', 1],
            ] as const)
          : ([
              ['b', 1],
              ['a', 1],
            ] as const),
      );
    await Promise.all(Array.from({ length: 100 }, (_, n) => failures.add(both(n), 600)));
    for (const key of ['a', 'b']) expect(await count(key)).toBeGreaterThan(90);
  });

  it('are forgotten one by one', async () => {
    await add('a', 60);
    await add('b', 60);
    await failures.forget('a');
    expect([...(await failures.countsOf(['a', 'b'])).keys()]).toEqual(['b']);
  });

  it('are dropped when they have run down, and beyond the most that are kept', async () => {
    for (const [at, key] of ['a', 'b', 'c', 'd'].entries()) await add(key, 60 * (at + 1));
    await database.query(`update failed_logins set clear_at = now() where who = 'd'`);
    expect(await failures.prune(10)).toBe(1);
    expect(await failures.prune(2)).toBe(1);
    expect([...(await failures.countsOf(['a', 'b', 'c', 'd'])).keys()].sort()).toEqual(['b', 'c']);
  });

  it('are not written to the log of the database', async () => {
    const sql = `select relpersistence from pg_class where oid = 'failed_logins'::regclass`;
    expect(await database.query(sql)).toEqual([{ relpersistence: 'u' }]);
  });
});

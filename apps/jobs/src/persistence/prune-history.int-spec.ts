import { silentLog } from '@callboard/kernel';
import { Pruner, type Retention } from '@callboard/outbox';
import { PRUNE_HISTORY } from './prune-history.sql';
import { prunedTables } from './pruned-tables';
import { openStores, post, type Stores } from './stores.builder';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores?.close());

const YEAR: Retention = { RETAIN_HISTORY_DAYS: 365, RETAIN_OUTBOX_DAYS: 3, RETAIN_DEAD_LETTERS_DAYS: 90 };

async function prune(retention = YEAR): Promise<number> {
  const parts = { database: stores.database, log: silentLog, tables: prunedTables, retention };
  const rounds = prunedTables.map((table) => new Pruner(parts).prune(table));
  return (await Promise.all(rounds)).reduce((sum, rows) => sum + rows);
}

/** A job in this state since so many days, created a hundred days before. */
async function job(state: string, daysAgo: number): Promise<string> {
  const [id = ''] = await post(stores, 'any');
  await stores.database.query(
    `update jobs set state = $2, updated_at = now() - $3 * interval '1 day' where id = $1`,
    [id, state, daysAgo],
  );
  await stores.database.query(
    `update job_history set at = now() - ($2::float8 + 100) * interval '1 day' where job_id = $1`,
    [id, daysAgo],
  );
  await stores.database.query(
    `insert into job_history (job_id, from_state, to_state, attempt, who, why, at)
     values ($1, 'queued', $2, 1, 'test', 'test', now() - $3 * interval '1 day')`,
    [id, state, daysAgo],
  );
  return id;
}
const rowsOf = async (id: string): Promise<number> =>
  (await stores.database.query('select from job_history where job_id = $1', [id])).length;

describe('the history of jobs', () => {
  it('goes whole once the job has ended long enough ago', async () => {
    const [due, kept] = [await job('succeeded', 366), await job('failed', 364)];
    expect(await prune()).toBe(2);
    expect(await rowsOf(due)).toBe(0);
    // Its first row is older than a year, its end is not.
    expect(await rowsOf(kept)).toBe(2);
  });

  it('stays while the job is open, however old it is', async () => {
    const open = [await job('queued', 900), await job('claimed', 900)];
    const ended = [await job('dead', 900), await job('cancelled', 900)];
    await prune();
    for (const id of open) expect(await rowsOf(id)).toBe(2);
    for (const id of ended) expect(await rowsOf(id)).toBe(0);
  });

  it('stays for ever unless somebody decides otherwise', async () => {
    const old = await job('succeeded', 3000);
    expect(await prune({ ...YEAR, RETAIN_HISTORY_DAYS: 'forever' })).toBe(0);
    expect(await rowsOf(old)).toBe(2);
    await prune();
  });

  it('goes once, with two processes at it, and nobody waits for them', async () => {
    const id = await job('succeeded', 500);
    await stores.database.query(
      `insert into job_history (job_id, to_state, attempt, who, why, at)
       select $1, 'queued', 1, 'test', repeat('why ', 50), now() - interval '500 days' from generate_series(1, 20000)`,
      [id],
    );
    const rounds = await Promise.all([prune(), prune()]);
    expect(rounds.reduce((sum, rows) => sum + rows)).toBe(20_002);
    expect(await rowsOf(id)).toBe(0);
  });

  it('is found without reading all jobs, as the page after page is walked', async () => {
    const plan = await stores.database.transaction(async (tx) => {
      await tx.query(`set local plan_cache_mode = 'force_generic_plan'`);
      await tx.query(
        `prepare pruning (float8, text, text) as ${PRUNE_HISTORY.replaceAll('::tid', '::text::tid')}`,
      );
      return tx.query<{ 'QUERY PLAN': string }>(`explain execute pruning (1, '(0,0)', '(100,0)')`);
    });
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Tid Range Scan on job_history/);
    expect(text).toMatch(/Index Scan using jobs_pkey on jobs/);
    expect(text).not.toMatch(/Seq Scan/);
  });
});

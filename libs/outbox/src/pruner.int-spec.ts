import { silentLog } from '@callboard/kernel';
import { ensureEventStream } from '@callboard/messaging';
import { LEAST_OUTBOX_DAYS, metricsText } from '@callboard/service-kit';
import { eventually } from '@callboard/testing';
import { OutboxPlace } from './outbox-fixture.builder';
import { OWN_PRUNED_TABLES } from './own-pruned-tables';
import { pageByPage, type PrunedTable, type Retention } from './pruned-table';
import { Pruner } from './pruner';

const RETENTION: Retention = {
  RETAIN_HISTORY_DAYS: 'forever',
  RETAIN_OUTBOX_DAYS: 3,
  RETAIN_DEAD_LETTERS_DAYS: 90,
};
const [OUTBOX, DEAD_LETTERS] = OWN_PRUNED_TABLES as [PrunedTable, PrunedTable];

let place: OutboxPlace;
beforeAll(async () => {
  place = await OutboxPlace.open();
  await place.database.query('select 1');
});
afterAll(() => place.close());

const pruner = (more: Partial<Retention> = {}, tables: PrunedTable[] = []) =>
  new Pruner({
    database: place.database,
    log: silentLog,
    tables,
    retention: { ...RETENTION, ...more },
    random: () => 0,
  });

/** Events that were sent so long ago. */
const sent = (count: number, hoursAgo: number) =>
  place.database.query(
    `insert into outbox (subject, payload, sent_at)
     select 'sent ' || $2 || ' h ago', '{}', now() - $2::int * interval '1 hour' from generate_series(1, $1::int)`,
    [count, hoursAgo],
  );
const emptied = (table: string) =>
  place.database.query<{ subject: string }>(`delete from ${table} returning subject`);

describe('sent events', () => {
  it('go batch by batch when they are older than the setting, and no others', async () => {
    await sent(2300, 73);
    await sent(1, 71);
    await place.database.query(
      `insert into outbox (subject, payload, created_at) values ('waiting', '{}', now() - interval '9 days')`,
    );
    const batches: number[] = [];
    for await (const rows of OUTBOX.batches(place.database, 3)) batches.push(rows);
    expect(batches).toEqual([1000, 1000, 300]);
    expect((await emptied('outbox')).map(({ subject }) => subject).sort()).toEqual([
      'sent 71 h ago',
      'waiting',
    ]);
  });

  it('stay as long as they are told to', async () => {
    await sent(1, 100);
    expect(await pruner({ RETAIN_OUTBOX_DAYS: 5 }).prune(OUTBOX)).toBe(0);
    expect(await pruner({ RETAIN_OUTBOX_DAYS: 4 }).prune(OUTBOX)).toBe(1);
  });

  it('are deleted once, by however many processes at once, and counted', async () => {
    const counted = async (): Promise<number> =>
      Number(
        /callboard_pruned_rows_total\{table="outbox"\} (\d+)/.exec((await metricsText()).text)?.[1] ?? 0,
      );
    await sent(5000, 80);
    const before = await counted();
    const rounds = await Promise.all([1, 2, 3].map(() => pruner().prune(OUTBOX)));
    // One that found the last rows locked ended early; the one that had locked them deleted them.
    expect(rounds.reduce((sum, rows) => sum + rows)).toBe(5000);
    expect(await emptied('outbox')).toEqual([]);
    expect((await counted()) - before).toBe(5000);
  });

  it('are kept for as long as streams keep them, whatever is set', async () => {
    const jsm = await place.connection.jetstreamManager({ checkAPI: false });
    const { config } = await ensureEventStream(jsm, 'jobs');
    expect(LEAST_OUTBOX_DAYS * 24 * 3600 * 1e9).toBeGreaterThanOrEqual(config.max_age);
  });
});

describe('dead letters', () => {
  it('go when they are older than the setting, or never', async () => {
    await place.database.query(`
      insert into dead_letters (subject, reason, headers, body, deliveries, received_at)
      select n || ' days', '', '{}', '', 1, now() - n * interval '1 day' from unnest(array[89, 91]) as old (n)`);
    expect(await pruner({ RETAIN_DEAD_LETTERS_DAYS: 'forever' }).prune(DEAD_LETTERS)).toBe(0);
    expect(await pruner().prune(DEAD_LETTERS)).toBe(1);
    expect(await emptied('dead_letters')).toEqual([{ subject: '89 days' }]);
  });
});

describe('a table that is walked page by page', () => {
  const sql = `
    delete from outbox where ctid >= $2::tid and ctid < $3::tid and sent_at < now() - $1::float8 * interval '1 day'
    returning id`;

  it('is read whole, however large, each page once', async () => {
    await sent(4000, 80);
    const [size] = await place.database.query<{ pages: number }>(
      `select (pg_relation_size('outbox') / 8192)::int as pages`,
    );
    const batches: number[] = [];
    for await (const rows of pageByPage('outbox', sql)(place.database, 3)) batches.push(rows);
    expect(batches.length).toBe(Math.ceil((size?.pages ?? 0) / 100));
    expect(batches.reduce((sum, rows) => sum + rows)).toBe(4000);
    expect(await emptied('outbox')).toEqual([]);
  });
});

describe('the rounds of a process', () => {
  it('begin by themselves, go on after a failure of another table, and end', async () => {
    await sent(10, 80);
    const broken: PrunedTable = {
      table: 'broken',
      kept: 'RETAIN_OUTBOX_DAYS',
      rounds: 'hourly',
      batches: pageByPage('no_such_table', 'select'),
    };
    const running = pruner({}, [broken, OUTBOX]);
    running.start();
    await eventually('they are gone', async () => {
      const [row] = await place.database.query<{ n: number }>('select count(*)::int as n from outbox');
      return row?.n === 0;
    });
    await running.stop();
  });
});

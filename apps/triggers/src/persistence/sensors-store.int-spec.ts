import { randomUUID } from 'node:crypto';
import { NEWS_ATTEMPTS } from '@callboard/contracts';
import { Database } from '@callboard/persistence';
import { everyOrder, testDatabase, type TestDatabase } from '@callboard/testing';
import type { NewsOfSensor } from '../use-cases/sensors-store';
import { DROP_OLD_NEWS, DROP_TOO_MANY_NEWS, PRUNE_DONE } from './drop-news.sql';
import { migrations } from './migrations';
import { PostgresSensorsStore } from './postgres-sensors-store';

describe('sensors and their news, on PostgreSQL', () => {
  let place: TestDatabase;
  let database: Database;
  let store: PostgresSensorsStore;

  beforeAll(async () => {
    place = await testDatabase([{ service: 'triggers', migrations }]);
    database = await Database.open({ url: place.url('triggers'), service: 'triggers', migrations });
    store = new PostgresSensorsStore(database);
  });
  afterAll(async () => {
    await database?.close();
    await place?.drop();
  });

  /** A sensor of a site of its own. */
  async function sensor(): Promise<{ siteId: string; sensor: string }> {
    const siteId = randomUUID();
    await store.register(siteId, [{ name: 's', hears: [{ kind: 'object-registered' }] }], false);
    return { siteId, sensor: 's' };
  }

  const newsOf = (
    of: { siteId: string; sensor: string },
    thing: string,
    version = 1,
    at = new Date(),
  ): NewsOfSensor => ({
    ...of,
    happening: {
      thing,
      sites: [of.siteId],
      news: { kind: 'object-registered', at: at.toISOString(), version, object_id: thing },
    },
  });

  const things = async ({ siteId, sensor: name }: { siteId: string; sensor: string }, max = 100) => {
    const taken = await store.take(siteId, name, max);
    return taken?.items.map((news) =>
      news.kind === 'object-registered' ? `${news.object_id} ${news.version}` : '',
    );
  };

  const rows = (siteId: string) =>
    database.query<{ state: string; attempts: number; last_error: string | null }>(
      'select state, attempts, last_error from sensor_news where site_id = $1 order by id',
      [siteId],
    );

  /** As if the time of whoever took them, or the pause after a failure, were over. */
  const makeDue = (siteId: string) =>
    database.query('update sensor_news set due_at = now() where site_id = $1', [siteId]);

  it('are kept once in every order and with repeats, done ones included', async () => {
    const life = [1, 2, 3];
    for (const { things: versions } of everyOrder(life, Math.random)) {
      const of = await sensor();
      for (const version of versions) await store.note([newsOf(of, 'thing', version)]);
      expect((await things(of))?.sort()).toEqual(['thing 1', 'thing 2', 'thing 3']);
      const ids = await database.query<{ id: string }>('select id from sensor_news where site_id = $1', [
        of.siteId,
      ]);
      await store.settle(of.siteId, ids);
      expect(await store.note(versions.map((version) => newsOf(of, 'thing', version)))).toEqual([]);
    }
  });

  it('are not of what happened before the sensor was there', async () => {
    const of = await sensor();
    const before = new Date(Date.now() - 3_600_000);
    await store.note([newsOf(of, 'before', 1, before), newsOf(of, 'now')]);
    expect(await things(of)).toEqual(['now 1']);
  });

  it('are taken oldest first, each by one of two who ask at once, and come again when nobody settles them', async () => {
    const of = await sensor();
    for (let n = 0; n < 20; n += 1) await store.note([newsOf(of, `t${n}`)]);
    const [a = [], b = []] = await Promise.all([things(of, 10), things(of, 10)]);
    expect(new Set([...a, ...b]).size).toBe(20);
    expect(await things(of)).toEqual([]);
    await makeDue(of.siteId);
    expect(await things(of)).toHaveLength(20);
    const taken = await store.take(of.siteId, of.sensor, 1);
    expect(taken?.nextInMs).toBeGreaterThan(20_000);
    expect(taken?.nextInMs).toBeLessThanOrEqual(30_000);
  });

  it('come again later and later when they fail, and are given up with the error', async () => {
    const of = await sensor();
    await store.note([newsOf(of, 'bad')]);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= NEWS_ATTEMPTS; attempt += 1) {
      const [news] = (await store.take(of.siteId, of.sensor, 1))?.items ?? [];
      expect(news?.attempt).toBe(attempt);
      const [settled] = await store.settle(of.siteId, [{ id: news?.id ?? '', error: `failure ${attempt}` }]);
      expect(settled?.state).toBe(attempt < NEWS_ATTEMPTS ? 'waiting' : 'given-up');
      pauses.push((await store.take(of.siteId, of.sensor, 1))?.nextInMs ?? Infinity);
      await makeDue(of.siteId);
    }
    expect(pauses.slice(0, 8).every((pause, at) => at === 0 || pause > (pauses[at - 1] ?? 0))).toBe(true);
    expect(Math.max(...pauses.slice(0, -1))).toBeLessThanOrEqual(300_000);
    expect(await rows(of.siteId)).toEqual([{ state: 'given-up', attempts: 10, last_error: 'failure 10' }]);
    expect(await things(of)).toEqual([]);
  });

  it('are given up when whoever takes them never comes back', async () => {
    const of = await sensor();
    await store.note([newsOf(of, 'deadly')]);
    for (let n = 0; n < NEWS_ATTEMPTS; n += 1) {
      expect(await things(of)).toEqual(['deadly 1']);
      await makeDue(of.siteId);
    }
    expect(await store.take(of.siteId, of.sensor, 1)).toMatchObject({ items: [], givenUp: 1 });
    expect(await rows(of.siteId)).toMatchObject([
      { state: 'given-up', last_error: 'taken 10 times and never settled' },
    ]);
  });

  it('are settled by their own site, and once: what is done stays done', async () => {
    const of = await sensor();
    await store.note([newsOf(of, 'a')]);
    const [news] = (await store.take(of.siteId, of.sensor, 1))?.items ?? [];
    const id = news?.id ?? '';
    expect(await store.settle('elsewhere', [{ id }])).toEqual([]);
    expect(await store.settle(of.siteId, [{ id }])).toEqual([{ id, state: 'done', changed: true }]);
    expect(await store.settle(of.siteId, [{ id, error: 'late' }])).toEqual([
      { id, state: 'done', changed: false },
    ]);
  });

  it('are dropped when nobody comes for them: the oldest beyond a number, and those of a month ago', async () => {
    const of = await sensor();
    await store.note(Array.from({ length: 10 }, (_, n) => newsOf(of, `t${n}`)));
    const age = (thing: string, days: number) =>
      database.query(
        `update sensor_news set due_at = now() - $2 * interval '1 day' where site_id = $1 and thing = $3`,
        [of.siteId, days, thing],
      );
    await age('t3', 31);
    await age('t4', 29);
    await database.query(DROP_OLD_NEWS, [30, 1000]);
    expect(await rows(of.siteId)).toHaveLength(9);
    await database.query(DROP_TOO_MANY_NEWS, [8, 1000]);
    expect((await things(of))?.some((thing) => thing === 't4 1')).toBe(false);
    await database.query(
      `update sensor_news set state = 'done', ended_at = now() - interval '5 days' where site_id = $1`,
      [of.siteId],
    );
    await database.query(PRUNE_DONE, [4, 1000]);
    expect(await rows(of.siteId)).toEqual([]);
  });

  it('are those of at most 100 sensors, and go with a sensor that is forgotten', async () => {
    const siteId = randomUUID();
    const sensors = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ name: `s${n}`, hears: [{ kind: 'job-changed' as const }] }));
    await expect(store.register(siteId, sensors(101), false)).rejects.toMatchObject({
      code: 'too-many-sensors',
    });
    expect(await store.register(siteId, sensors(100), false)).toHaveLength(100);
    const more = [{ name: 'more', hears: [{ kind: 'job-changed' as const }] }];
    await expect(store.register(siteId, more, false)).rejects.toMatchObject({ code: 'too-many-sensors' });
    await store.note([newsOf({ siteId, sensor: 's1' }, 'a')]);
    expect(await store.register(siteId, more, true)).toEqual(['more']);
    expect(await rows(siteId)).toEqual([]);
    expect(await store.take(siteId, 's1', 1)).toBeUndefined();
  });
});

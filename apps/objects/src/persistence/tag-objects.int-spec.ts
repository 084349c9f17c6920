import { described, type ObjectsOnPostgres, objectsOnPostgres, stored } from './objects.builder';
import { WRITTEN_BYTES } from '../use-cases/objects-store';

let objects: ObjectsOnPostgres;
beforeAll(async () => {
  objects = await objectsOnPostgres();
  for (const id of ['x', 'y', 'z']) await objects.types.register({ id, name: null, description: null });
});
afterAll(() => objects?.close());

const register = async (): Promise<string> => stored(await objects.one()).id;

describe('types of an object', () => {
  it('are saved with the event that tells of them', async () => {
    const id = await register();
    expect(stored((await objects.tag(id, ['x', 'y', 'x']))[0])).toMatchObject({
      types: ['x', 'y', 'x'],
      version: 2,
    });
    expect(stored((await objects.tag(id, ['z', 'y']))[0])).toMatchObject({ types: ['z', 'y'], version: 3 });
    expect(await objects.events(id)).toMatchObject([
      { version: 2, types: ['x', 'y', 'x'], added_types: ['x', 'y'], removed_types: [] },
      { version: 3, types: ['z', 'y'], added_types: ['z'], removed_types: ['x'] },
    ]);
  });

  it('tell nothing when the same list comes again, or only its order changes', async () => {
    const id = await register();
    await objects.tag(id, ['x', 'y']);
    expect(stored((await objects.tag(id, ['x', 'y']))[0]).version).toBe(2);
    expect(stored((await objects.tag(id, ['y', 'x']))[0])).toMatchObject({ types: ['y', 'x'], version: 3 });
    expect(await objects.events(id)).toHaveLength(1);
  });

  it('of a batch are changed item by item, in one event', async () => {
    const [a, b, c] = [await register(), await register(), await register()];
    const answers = await objects.tagAll([
      { objectId: b, types: ['x'] },
      { objectId: 'none', types: ['x'] },
      { objectId: a, types: ['unknown'] },
      { objectId: c, types: [] },
      { objectId: b, types: ['y'] },
    ]);
    expect(answers).toMatchObject([
      { id: b, types: ['y'], version: 2 },
      { code: 'not-found' },
      { code: 'unknown-object-type' },
      { id: c, types: [], version: 1 },
      { id: b, types: ['y'] },
    ]);
    const [row] = await objects.database.query<{ payload: { items: unknown[] } }>(
      'select payload from outbox order by seq desc limit 1',
    );
    expect(row?.payload.items).toMatchObject([
      { id: b, types: ['y'], added_types: ['y'], removed_types: [] },
    ]);
  });

  it('are told in several events when they are too long for one message', async () => {
    const long = Array.from({ length: 500 }, (_, n) => `${n}-`.padEnd(190, 'l'));
    await objects.database.query('insert into object_types (id) select unnest($1::text[])', [long]);
    const ids = await Promise.all(Array.from({ length: 12 }, register));
    const [before] = await objects.database.query<{ n: number }>('select count(*)::int as n from outbox');
    await objects.tagAll(ids.map((objectId) => ({ objectId, types: long })));
    const sizes = await objects.database.query<{ bytes: number }>(
      'select octet_length(payload::text) as bytes from outbox order by seq offset $1',
      [before?.n],
    );
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThan(1_300_000);
    for (const id of ids) expect(await objects.events(id)).toHaveLength(1);
  });

  it('hold one unbroken history through a thousand taggings, a hundred at once', async () => {
    const id = await register();
    const lists = [['x'], ['y'], ['x', 'y'], ['z'], []];
    // A service takes no more at once than it has connections to wait for.
    const tagger = async (from: number): Promise<void> => {
      for (let n = from; n < 1000; n += 100) await objects.tag(id, lists[n % lists.length] ?? []);
    };
    await Promise.all(Array.from({ length: 100 }, (_, from) => tagger(from)));
    const { objects: found } = await objects.store.find([id]);
    const events = await objects.events(id);
    expect(events.map(({ version }) => version)).toEqual(events.map((_, at) => at + 2));
    expect(found.get(id)).toMatchObject({ version: events.length + 1, types: events.at(-1)?.types });
    let types = new Set<string>();
    for (const { added_types, removed_types, types: now } of events) {
      types = new Set([...types].filter((type) => !removed_types.includes(type)).concat(added_types));
      expect([...types].sort()).toEqual([...now].sort());
    }
  }, 60_000);

  it('of crossing batches do not get stuck', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, register));
    const items = ids.map((objectId) => ({ objectId, types: ['x'] }));
    const batches = Array.from({ length: 20 }, (_, n) =>
      objects.tagAll(n % 2 ? [...items].reverse() : items.map((item) => ({ ...item, types: ['y'] }))),
    );
    const answers = (await Promise.all(batches)).flat();
    expect(answers.filter((answer) => 'code' in answer)).toEqual([]);
    expect(objects.journal.failures).toEqual([]);
  });

  it('of one object too large for a reply with others are left as they were', async () => {
    const large = described({ description: 'x'.repeat(WRITTEN_BYTES * 0.6) });
    const other = described({ description: 'x'.repeat(WRITTEN_BYTES * 0.6) });
    const ids = [
      stored(await objects.one({ object: large })).id,
      stored(await objects.one({ object: other })).id,
    ];
    const answers = await objects.tagAll(ids.map((objectId) => ({ objectId, types: ['x'] })));
    expect(answers).toMatchObject([{ types: ['x'] }, { code: 'too-large' }]);
    expect(await objects.events(ids[1] ?? '')).toEqual([]);
  });
});

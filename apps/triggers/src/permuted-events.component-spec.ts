import { randomUUID } from 'node:crypto';
import { newTraceparent } from '@callboard/messaging';
import { Outbox, RelayBell } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { type Delivery, everyOrder, testDatabase, type TestDatabase } from '@callboard/testing';
import { ObjectsChangedConsumer } from './inbound/objects-changed.consumer';
import { migrations } from './persistence/migrations';
import { PostgresSensorsStore } from './persistence/postgres-sensors-store';
import { PostgresTriggersStore } from './persistence/postgres-triggers-store';
import { FireTriggers } from './use-cases/fire-triggers';
import { NoteHappenings } from './use-cases/note-happenings';

/** The life of an object: what it bore as of each version. The type `b` comes, goes, and comes again. */
const LIFE = [['a'], ['a', 'b'], ['c'], ['b'], []].map((types, at) => ({ version: at + 1, types }));

describe('objects-changed of one object, in every order and with repeats', () => {
  let place: TestDatabase;
  let database: Database;
  let store: PostgresTriggersStore;
  let consumer: ObjectsChangedConsumer;

  beforeAll(async () => {
    place = await testDatabase([{ service: 'triggers', migrations }]);
    database = await Database.open({ url: place.url('triggers'), service: 'triggers', migrations });
    store = new PostgresTriggersStore(database, new Outbox(new RelayBell()));
    const nobodyRings = { ring: () => undefined };
    const notCounted = { noted: () => undefined, givenUp: () => undefined };
    const sensors = new PostgresSensorsStore(database);
    consumer = new ObjectsChangedConsumer(
      new FireTriggers(store, { tell: () => undefined }),
      new NoteHappenings(sensors, nobodyRings, notCounted, 'nmdc-runtime'),
    );
    for (const type of ['a', 'b', 'c']) await store.register(type, `of-${type}`, newTraceparent());
    while (await store.backfillPage(10));
  });

  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  async function outcomeOf({ things }: Delivery<(typeof LIFE)[number]>): Promise<unknown> {
    const id = randomUUID();
    const context = {
      id,
      deliveries: 1,
      traceparent: newTraceparent(),
      time: new Date(Date.now() + 1000).toISOString(),
    };
    for (const { version, types } of things) {
      const item = { id, version, types, added_types: types, removed_types: [] };
      await consumer.hear({ items: [item] }, context);
    }
    const [known] = await database.query('select types, version from tagged_objects where object_id = $1', [
      id,
    ]);
    const firings = await database.query<{ trigger_id: string }>(
      'select trigger_id from firings where object_id = $1 order by trigger_id',
      [id],
    );
    const told = await database.query(
      `select from outbox, jsonb_array_elements(payload -> 'items') item where item ->> 'object_id' = $1`,
      [id],
    );
    return { known, fired: firings.map((firing) => firing.trigger_id), told: told.length };
  }

  it('end in what the object bears last, and in one firing of each trigger', async () => {
    const inOrder = await outcomeOf({ how: 'in order', things: LIFE });
    expect(inOrder).toEqual({
      known: { types: [], version: '5' },
      fired: ['a--of-a', 'b--of-b', 'c--of-c'],
      told: 3,
    });
    for (const delivery of everyOrder(LIFE, Math.random)) {
      const { how } = delivery;
      expect({ how, ...Object(await outcomeOf(delivery)) }).toEqual({ how, ...Object(inOrder) });
    }
  });
});

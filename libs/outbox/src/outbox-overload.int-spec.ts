import { eventDurable, eventStream } from '@callboard/contracts';
import { ensureEventDurable } from '@callboard/messaging';
import { eventually } from '@callboard/testing';
import type { JetStreamManager } from 'nats';
import { numbered, OutboxPlace, thingsChanged } from './outbox-fixture.builder';
import type { Room } from './outbox-fill';

jest.setTimeout(60_000);

const STREAM = eventStream('jobs');
/** Some 60 events of {@link numbered}. */
const SMALL = 20_000;

describe('Outbox and relay, when there is too much', () => {
  let place: OutboxPlace;
  beforeEach(async () => {
    place = await OutboxPlace.open();
  });
  afterEach(() => place.close());

  /** Somebody who has settled nothing yet. */
  async function hearer(): Promise<void> {
    const jsm = await place.connection.jetstreamManager({ checkAPI: false });
    await eventually('the stream', () => jsm.streams.info(STREAM));
    await ensureEventDurable(jsm, 'triggers', thingsChanged, { ackWaitMs: 10_000, maxAckPending: 1000 });
  }

  const emptied = () =>
    eventually('the outbox to be empty', async () => (await place.waiting()) === 0, { timeoutMs: 30_000 });

  it('refuses what makes more work while NATS is away, then what ends work too, and takes both when it is back', async () => {
    const { outbox, database } = await place.relay({ most: 300 });
    await place.append(outbox, ['before'], database);
    await emptied();
    await place.broker.kill();
    const append = (room: Room) =>
      database.transaction((tx) => outbox.append(tx, thingsChanged, { items: [{ id: room }] }, room));
    const refused = { code: 'overloaded', details: { retry_after_s: 5 } };
    const full = (room: Room) =>
      eventually(`no more room (${room})`, () =>
        append(room).then(
          () => false,
          (error: unknown) => {
            expect(error).toMatchObject(refused);
            return true;
          },
        ),
      );
    await place.append(outbox, numbered(300, 'usual'), database);
    await full('usual');
    await append('reserve');
    const [row] = await place.database.query<{ n: number }>('select count(*)::int as n from outbox');
    await place.database.query(
      'insert into outbox (subject, payload) select $1, \'{"items": []}\' from generate_series(1, $2::int)',
      [thingsChanged.subject, 600 - (row?.n ?? 0)],
    );
    await full('reserve');

    await place.broker.restart();
    await emptied();
    await eventually('room again', async () => append('usual').then(() => true));
  });

  it('waits while the stream is full, and loses nothing', async () => {
    const { outbox, database } = await place.relay({ streamBytes: SMALL });
    await hearer();
    await place.append(outbox, numbered(200, 'full'), database);
    await eventually('the relay to say that it waits', () =>
      place.warnings.some((line) => line.includes('cannot send') && line.includes('maximum bytes exceeded')),
    );
    const waiting = await place.waiting();
    expect(waiting).toBeGreaterThan(50);
    const [tried] = await place.database.query<{ n: number }>('select max(attempts) as n from outbox');
    expect(tried?.n).toBe(0);
    const told = await place.told();
    await place.withStreams((streams) => streams.update(STREAM, { max_bytes: 10 * SMALL }));
    await place.stopRelays();
    await place.relay({ streamBytes: 10 * SMALL });
    await emptied();
    expect(new Set(await place.told())).toEqual(new Set([...told, ...numbered(200, 'full')]));
  });

  it('lets go what every hearer has settled, and nothing else', async () => {
    const jsm: JetStreamManager = await place.connection.jetstreamManager({ checkAPI: false });
    const { outbox, database } = await place.relay({ streamBytes: SMALL });
    await hearer();
    await place.append(outbox, numbered(200, 'heard'), database);
    await eventually('the stream to be full', () =>
      place.warnings.some((line) => line.includes('cannot send')),
    );
    const first = async (): Promise<number> => (await jsm.streams.info(STREAM)).state.first_seq;
    expect(await first()).toBe(1);

    const heard = new Set<string>();
    const durable = eventDurable('triggers', thingsChanged.subject);
    const consumer = await place.connection.jetstream().consumers.get(STREAM, durable);
    await eventually(
      'all events to be heard',
      async () => {
        for await (const message of await consumer.fetch({ max_messages: 50, expires: 1000 })) {
          for (const { id } of thingsChanged.payload.parse(message.json()).items) heard.add(id);
          await message.ackAck();
        }
        return heard.size === 200;
      },
      { timeoutMs: 40_000 },
    );
    expect(heard).toEqual(new Set(numbered(200, 'heard')));
    expect(await first()).toBeGreaterThan(1);
    await emptied();
  });
});

import { EventPublisher } from '@callboard/messaging';
import { eventually } from '@callboard/testing';
import { Client } from 'pg';
import { numbered, OutboxPlace, thingsChanged } from './outbox-fixture.builder';
import { Outbox } from './outbox';
import { type Publish, sendBatch } from './send-batch';

/** Publishes for real, then has the database drop the relay's transaction, as the death of its process would. */
function publishAndDie(place: OutboxPlace): Publish {
  const publisher = new EventPublisher(place.connection);
  return async (event) => {
    const acknowledged = await publisher.publish(event);
    const admin = new Client({ connectionString: place.storage.adminUrl });
    await admin.connect();
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'callboard-jobs' and state like 'idle in%'`,
    );
    await admin.end();
    return acknowledged;
  };
}

describe('Outbox and relay, faults', () => {
  let place: OutboxPlace;
  beforeEach(async () => {
    place = await OutboxPlace.open();
  });
  afterEach(() => place.close());

  const sent = async (): Promise<Set<string>> => new Set(await place.told());

  it('sends again what a relay published that died before marking it; the stream drops the repeat', async () => {
    const { relay } = await place.relay();
    await relay.stop();
    await place.append(new Outbox(), ['once']);
    await expect(sendBatch(place.database, publishAndDie(place))).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await place.told()).toEqual(['once']);
    expect(await place.waiting()).toBe(1);

    await place.relay();
    await eventually('the row to be marked', async () => (await place.waiting()) === 0);
    expect(await place.told()).toEqual(['once']);
  });

  it('keeps events while NATS is down, and sends all of them when it is back', async () => {
    const { outbox, database } = await place.relay();
    await place.append(outbox, ['before'], database);
    await eventually('the first event', async () => (await place.waiting()) === 0);
    await place.broker.kill();
    const ids = numbered(450, 'down');
    await place.append(outbox, ids, database);
    expect(await place.waiting()).toBe(450);
    await place.broker.restart();
    await eventually('all events', async () => (await place.waiting()) === 0, { timeoutMs: 30_000 });
    expect(await sent()).toEqual(new Set(['before', ...ids]));
  });

  it('starts while NATS is away from its stream, and makes it', async () => {
    const { outbox, database } = await place.relay();
    await place.append(outbox, ['a'], database);
    await eventually('the event', async () => (await place.waiting()) === 0);
    await place.withStreams((streams) => streams.delete('EVT_JOBS'));
    await place.append(outbox, ['b'], database);
    await eventually('both events in the new stream', async () => (await sent()).size === 2, {
      timeoutMs: 20_000,
    });
  });

  it('sends everything again, once, after NATS has lost its data folder', async () => {
    const [one, two] = [await place.relay(), await place.relay()];
    const ids = numbered(700, 'kept');
    await place.append(one.outbox, ids.slice(0, 350), one.database);
    await place.append(two.outbox, ids.slice(350), two.database);
    await eventually('all sent', async () => (await place.waiting()) === 0);

    await place.broker.wipeAndRestart();
    const replays = (): string[] => place.warnings.filter((line) => line.startsWith('sending'));
    await eventually('the loss to be noticed', () => replays().length > 0);
    await eventually('all marked', async () => (await place.waiting()) === 0);
    expect(await place.stored()).toBe(700);
    expect(replays()).toEqual([expect.stringContaining('sending 700 events again')]);

    await place.append(one.outbox, ['afterwards'], one.database);
    await eventually('the next event', async () => (await place.stored()) === 701);
    expect(await sent()).toEqual(new Set([...ids, 'afterwards']));
  });

  it('sends a large past again once, whichever relays look on', async () => {
    await place.database.query(
      `insert into outbox (subject, payload, sent_at, stream_seq)
       select $1, jsonb_build_object('items', jsonb_build_array(jsonb_build_object('id', 'old-' || n))),
              now() - interval '1 hour' + n * interval '1 ms', n + 100000 from generate_series(1, 11000) as n`,
      [thingsChanged.subject],
    );
    await place.database.query("insert into outbox_streams values ('EVT_JOBS', 'long ago', 111000)");
    await Promise.all([place.relay(), place.relay(), place.relay()]);
    await eventually('the new stream to hold all', async () => (await place.stored()) === 11_000, {
      timeoutMs: 30_000,
    });
    await eventually('all marked', async () => (await place.waiting()) === 0);
    const noticed = place.warnings.filter((line) => line.startsWith('the stream'));
    expect(noticed).toEqual([expect.stringContaining('made anew')]);
    expect(await place.database.query('select from outbox_streams where replay_before is null')).toHaveLength(
      1,
    );
  });

  it('sends again what was sent since the last event that the stream still has', async () => {
    const { outbox, database, relay } = await place.relay();
    await place.append(outbox, numbered(10, 'early'), database);
    await place.append(outbox, numbered(5, 'late'), database);
    await eventually('all sent', async () => (await place.waiting()) === 0);
    await relay.stop();
    // As if five more had been sent, and lost with the end of the stream; other ids, so that no repeat is dropped.
    await database.query(
      "update outbox set sent_at = sent_at - interval '1 hour' where payload::text like '%early%'",
    );
    await database.query(
      "update outbox set stream_seq = stream_seq + 1000, id = gen_random_uuid() where payload::text like '%late%'",
    );
    await place.relay();
    await eventually('the lost events', async () => (await place.told()).length === 20);
    expect((await place.told()).slice(15).every((id) => id.startsWith('late'))).toBe(true);
    expect(place.warnings.join()).toContain('the stream lost its end');
  });
});

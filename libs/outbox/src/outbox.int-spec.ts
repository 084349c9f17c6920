import { HEADERS } from '@callboard/contracts';
import { newTraceparent, runInTrace } from '@callboard/messaging';
import { eventually } from '@callboard/testing';
import { idOf, numbered, OutboxPlace, thingsChanged } from './outbox-fixture.builder';
import { Outbox } from './outbox';

describe('Outbox and relay', () => {
  let place: OutboxPlace;
  beforeEach(async () => {
    place = await OutboxPlace.open();
  });
  afterEach(() => place.close());

  it('sends what was committed, directly after the commit, as a CloudEvent of the current trace', async () => {
    const { outbox, database } = await place.relay();
    const traceparent = newTraceparent();
    const committed = runInTrace(traceparent, () =>
      database.transaction((tx) => outbox.append(tx, thingsChanged, { items: [{ id: 'a' }, { id: 'b' }] })),
    );
    await committed;
    const [message] = await eventually(
      'the event',
      async () => (await place.messages()).length > 0 && place.messages(),
    );
    const [row] = await database.query<{ id: string; stream_seq: string }>(
      'select id, stream_seq from outbox where sent_at is not null',
    );
    expect(message?.json()).toEqual({ items: [{ id: 'a' }, { id: 'b' }] });
    expect(message?.header.get(HEADERS.traceparent)).toBe(traceparent);
    expect(message?.header.get('Nats-Msg-Id')).toBe(row?.id);
    expect(row?.stream_seq).toBe('1');
  });

  it('sends nothing of a transaction that was rolled back, and nothing for no items', async () => {
    const { outbox, database } = await place.relay();
    const undone = database.transaction(async (tx) => {
      outbox.append(tx, thingsChanged, { items: [{ id: 'undone' }] });
      await tx.query('select from things');
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await database.transaction((tx) => outbox.append(tx, thingsChanged, { items: [] }));
    await place.append(outbox, ['after'], database);
    await eventually('the later event', async () => (await place.told()).includes('after'));
    expect(await place.told()).toEqual(['after']);
    expect(await database.query('select from outbox')).toHaveLength(1);
  });

  it('refuses a payload of another shape, which undoes the state change', async () => {
    const wrong = { items: [{ id: 7 }] } as unknown as { items: { id: string }[] };
    const work = place.database.transaction(async (tx) => {
      await tx.query("insert into things values ('changed')");
      new Outbox().append(tx, thingsChanged, wrong);
    });
    await expect(work).rejects.toThrow(/not a payload of evt\.jobs\.things-changed\.v1/);
    expect(await place.database.query('select from things')).toEqual([]);
  });

  it('sends each event once with two relays and two writers', async () => {
    const [one, two] = [await place.relay(), await place.relay()];
    await Promise.all([
      place.append(one.outbox, numbered(600, 'one'), one.database),
      place.append(two.outbox, numbered(600, 'two'), two.database),
    ]);
    await eventually('an empty outbox', async () => (await place.waiting()) === 0);
    const told = await place.told();
    expect(told).toHaveLength(1200);
    expect(new Set(told)).toEqual(new Set([...numbered(600, 'one'), ...numbered(600, 'two')]));
  });

  it('sends rows that nobody rang for: those of a process that died after its commit', async () => {
    await place.append(new Outbox(), numbered(3, 'stray'));
    await place.relay();
    await eventually('the strays', async () => (await place.waiting()) === 0);
    await place.append(new Outbox(), numbered(3, 'later'));
    await eventually('the later strays', async () => (await place.told()).length === 6);
  });

  it('sends by its id what it was rung for, without a look at all that waits', async () => {
    const { outbox, database } = await place.relay();
    await place.append(outbox, ['first'], database);
    await eventually('the first event', async () => (await place.waiting()) === 0);
    // A stray and an event of this process: the latter alone is found at once.
    await place.append(new Outbox(), ['stray'], database);
    await place.append(outbox, ['rung'], database);
    await eventually('both', async () => (await place.waiting()) === 0);
    const told = await place.told();
    expect(told).toHaveLength(3);
    expect(new Set(told)).toEqual(new Set(['first', 'stray', 'rung']));
  });

  it('finishes on stop what was appended before', async () => {
    const { relay, outbox, database } = await place.relay();
    await place.append(outbox, numbered(50, 'last'), database);
    await relay.stop();
    expect(await place.waiting()).toBe(0);
    expect(await place.told()).toHaveLength(50);
  });

  it('sends the first event at once, and together those that follow within its pace', async () => {
    const { relay, outbox, database } = await place.relay({ paceMs: 60_000 });
    await place.append(outbox, ['first'], database);
    await eventually('the first event', async () => (await place.waiting()) === 0);
    await place.append(outbox, numbered(20, 'close'), database);
    expect(await place.waiting()).toBe(20);
    await relay.stop();
    expect(await place.told()).toHaveLength(21);
    const commits = await place.database.query('select distinct xmin::text from outbox');
    expect(commits).toHaveLength(2);
  });

  it('keeps back an event that NATS refuses, and sends the others', async () => {
    const tooLarge = JSON.stringify({ items: [{ id: 'x'.repeat(9 * 1024 * 1024) }] });
    await place.database.query('insert into outbox (subject, payload) values ($1, $2::jsonb)', [
      thingsChanged.subject,
      tooLarge,
    ]);
    const { outbox, database } = await place.relay();
    await place.append(outbox, numbered(5, 'fine'), database);
    await eventually('the others', async () => (await place.told()).length === 5);
    const refused = await eventually('the refusal', async () => {
      const rows = await database.query<{ attempts: number; last_error: string }>(
        'select attempts, last_error from outbox where attempts > 0 and sent_at is null and next_at > now()',
      );
      return rows[0];
    });
    expect(refused.last_error).toMatch(/payload/i);
    expect(place.warnings.join()).toContain('NATS refused an event');
  });

  it('gives every message its own id', async () => {
    const { outbox, database } = await place.relay();
    await place.append(outbox, numbered(20, 'n'), database);
    await eventually('the events', async () => (await place.told()).length === 20);
    expect(new Set((await place.messages()).map(idOf)).size).toBe(20);
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { ANONYMOUS, type Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { DeadLetterStore } from './dead-letter-store';
import { thingsChanged } from './outbox-fixture.builder';
import { ADMIN, behaviour, discard, keepThing, list, redrive, ThingsService } from './things-service.builder';

jest.setTimeout(40_000);

const { subject } = thingsChanged;
const NOBODY = '00000000-0000-4000-8000-000000000000';
const asAdmin = { caller: ADMIN };

/** PostgreSQL refuses it, whoever asks. */
const refuse = (database: Parameters<typeof keepThing>[0], id: string): Promise<unknown> =>
  database.query('insert into things values ($1::int::text)', [`${id} is no number`]);

describe('dead letters of a service', () => {
  let service: ThingsService;
  beforeAll(async () => void (service = await ThingsService.open(2)), 60_000);
  afterEach(async () => {
    behaviour.handle = keepThing;
    await service.place.database.query('delete from dead_letters');
    await service.place.database.query('delete from things');
  });
  afterAll(() => service?.close());

  /** As many dead letters as ids, of events that PostgreSQL refused. */
  async function refused(...ids: string[]): Promise<string[]> {
    behaviour.handle = refuse;
    await service.tell(...ids);
    await eventually('the dead letters', async () => (await service.letters()).length === ids.length, {
      timeoutMs: 20_000,
    });
    return (await service.letters()).map(({ id }) => id);
  }

  it('are made of what PostgreSQL refuses, after a few tries', async () => {
    await refused('odd');
    const [letter] = await service.letters();
    expect(letter).toMatchObject({
      subject,
      state: 'waiting',
      body: { items: [{ id: 'odd' }] },
      size: 24,
      history: [],
    });
    expect(letter?.reason).toMatch(/^failed 3 times, at last with: invalid input syntax for type integer/);
    expect(letter?.deliveries).toBeLessThanOrEqual(6);
  });

  it('are never made of what fails because the database is away', async () => {
    let tries = 0;
    behaviour.handle = async (database, id) => {
      tries += 1;
      if (tries < 5) throw new DomainError('unavailable', 'away');
      await keepThing(database, id);
    };
    await service.tell('late');
    await eventually('the thing', async () => (await service.things()).length === 1, { timeoutMs: 20_000 });
    expect(await service.letters()).toEqual([]);
  });

  /** The broker delivers the event of this letter once more, and it fails once more. */
  async function keptAgain(thing: string): Promise<void> {
    const [letter] = await service.place.database.query<{ event_id: string }>(
      "select event_id from dead_letters where encode(body, 'escape') like $1",
      [`%${thing}%`],
    );
    const again = { subject, eventId: letter?.event_id, reason: 'once more', headers: {}, body: Buffer.of() };
    await new DeadLetterStore(service.place.database).keep({ ...again, deliveries: 9 });
  }

  it('are handled again by the handler of their event, and the audit tells who asked', async () => {
    const [id = ''] = await refused('mended');
    behaviour.handle = keepThing;
    const decided = await service.requests.request(redrive, { ids: [id, NOBODY] }, asAdmin);
    expect(decided).toEqual({
      items: [
        { ok: true, item: { id, state: 'redriven', reason: 'handled' } },
        { ok: false, error: { code: 'not-found', message: expect.stringContaining(NOBODY) as string } },
      ],
      more: false,
    });
    expect(await service.things()).toEqual(['mended']);
    expect(await service.letters()).toEqual([]);
    expect(await service.letters({ state: 'redriven' })).toMatchObject([
      { id, history: [{ who: 'user:ada', from: 'waiting', to: 'redriven', why: 'handled' }] },
    ]);
    await keptAgain('mended');
    expect(await service.letters()).toMatchObject([
      { id, reason: 'once more', history: [{ who: 'the consumer', from: 'redriven', to: 'waiting' }, {}] },
    ]);
  });

  it('stay with the new reason when they fail again', async () => {
    const [id = ''] = await refused('worse');
    behaviour.handle = async () => {
      throw new Error('still not');
    };
    const { items } = await service.requests.request(redrive, { subject, max: 5 }, asAdmin);
    expect(items).toEqual([{ ok: true, item: { id, state: 'waiting', reason: 'still not' } }]);
    expect(await service.letters()).toMatchObject([
      { id, reason: 'still not', history: [{ who: 'user:ada', to: 'waiting', why: 'still not' }] },
    ]);
  });

  it('are handled once by several calls at once, in several processes', async () => {
    const ids = await refused('a', 'b', 'c');
    const handled: string[] = [];
    behaviour.handle = async (database, id) => {
      handled.push(id);
      await delay(50);
      await keepThing(database, id);
    };
    const calls = await Promise.all(
      Array.from({ length: 6 }, () => service.requests.request(redrive, { ids }, asAdmin)),
    );
    expect(handled.sort()).toEqual(['a', 'b', 'c']);
    for (const { items } of calls)
      expect(items.map((item) => item.ok && item.item.state)).toEqual(['redriven', 'redriven', 'redriven']);
  });

  it('can be given up for good, with a reason; then the same event makes no new one', async () => {
    const [id = ''] = await refused('junk');
    await service.requests.request(discard, { ids: [id], reason: 'a test sent it' }, asAdmin);
    const discarded = await service.letters({ state: 'discarded' });
    expect(discarded).toMatchObject([{ id, history: [{ who: 'user:ada', why: 'a test sent it' }] }]);
    await keptAgain('junk');
    expect(await service.letters()).toEqual([]);
    const { items } = await service.requests.request(redrive, { ids: [id] }, asAdmin);
    expect(items).toEqual([{ ok: true, item: { id, state: 'discarded', reason: 'was discarded before' } }]);
  });

  it('are listed page by page, the last first', async () => {
    const { database } = service.place;
    await database.query(
      `insert into dead_letters (subject, event_id, reason, headers, body, deliveries, received_at)
       select 's', n::text, repeat('x', 5000), '{}', convert_to(repeat('y', 5000), 'UTF8'), 1,
         date_trunc('minute', now()) - (n / 2) * interval '1 s' from generate_series(1, 25) n`,
    );
    const seen: (string | null)[] = [];
    let after: string | undefined;
    do {
      const input = { state: 'waiting', limit: 10, ...(after === undefined ? {} : { after }) } as const;
      const page = await service.requests.request(list, input, asAdmin);
      seen.push(...page.dead_letters.map(({ event_id }) => event_id));
      expect(page.dead_letters[0]).toMatchObject({ size: 5000, body_base64: expect.any(String) as string });
      expect(JSON.stringify(page).length).toBeLessThan(10 * 5_000);
      after = page.next;
    } while (after !== undefined);
    expect(new Set(seen).size).toBe(25);
    expect(seen[0]).toBe('1');
    await expect(
      service.requests.request(list, { state: 'waiting', limit: 1, after: 'nonsense' }, asAdmin),
    ).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('are for administrators of the runtime', async () => {
    const eve: Caller = { kind: 'user', username: 'eve', administers: ['elsewhere'] };
    for (const caller of [eve, ANONYMOUS])
      await expect(service.requests.request(redrive, { subject, max: 1 }, { caller })).rejects.toMatchObject({
        code: 'forbidden',
      });
  });

  it('of an event that nobody hears any more stay', async () => {
    await service.place.database.query(
      "insert into dead_letters (subject, reason, headers, body, deliveries) values ('evt.jobs.gone.v1', '', '{}', '{}', 1)",
    );
    const { items } = await service.requests.request(
      redrive,
      { subject: 'evt.jobs.gone.v1', max: 1 },
      asAdmin,
    );
    expect(items).toMatchObject([
      { ok: true, item: { state: 'waiting', reason: 'the service jobs hears no evt.jobs.gone.v1' } },
    ]);
  });
});

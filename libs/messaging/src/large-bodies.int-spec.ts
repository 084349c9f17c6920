import { HEADERS, MESSAGE_BYTES, PART_BYTES, siteRequestSubject } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { INestMicroservice } from '@nestjs/common';
import { createInbox, headers, type NatsConnection } from 'nats';
import { echoThings, EchoWorld, heldRequests, holdThings, releaseHeld } from './echo-world.builder';
import { bodyOf } from './large-bodies';
import { offeredBodiesOf } from './offered-bodies';
import type { RequestClient } from './request-client';
import { SiteRequestClient } from './site-request-client';

let world: EchoWorld;
let service: INestMicroservice;
let client: RequestClient;
let connection: NatsConnection;

beforeAll(async () => {
  world = await EchoWorld.open();
  service = await world.serve();
  client = await world.client();
  connection = await world.connect();
});

afterAll(async () => {
  await service?.close();
  await world?.close();
});

/** The shape drops what it does not know, so this only has to travel. */
const padded = (bytes: number) => ({ say: 'hi', padding: 'p'.repeat(bytes) }) as { say: string };

describe('bodies that are too large for one message (ADR 13)', () => {
  it.each([PART_BYTES - 100, PART_BYTES, 3 * PART_BYTES - 50, 25_000_001])(
    'a request of about %d bytes arrives',
    async (bytes) => {
      expect((await client.request(echoThings, padded(bytes))).heard).toBe('hi');
    },
  );

  it.each([PART_BYTES + 1, 5 * PART_BYTES, 25_000_001])(
    'a reply of about %d bytes arrives',
    async (bytes) => {
      expect((await client.request(echoThings, { say: 'hi', bytes })).heard).toHaveLength(bytes);
    },
  );

  it('several at once arrive, however few are fetched at a time', async () => {
    const replies = await Promise.all(
      Array.from({ length: 4 }, () => client.request(echoThings, { ...padded(9_000_000), bytes: 9_000_000 })),
    );
    expect(replies.map(({ heard }) => heard.length)).toEqual([9e6, 9e6, 9e6, 9e6]);
  });

  it('what is above 64 MB is refused, either way', async () => {
    await expect(client.request(echoThings, padded(MESSAGE_BYTES))).rejects.toMatchObject({
      code: 'too-large',
    });
    await expect(client.request(echoThings, { say: 'hi', bytes: MESSAGE_BYTES })).rejects.toMatchObject({
      code: 'too-large',
    });
    expect((await client.request(echoThings, { say: 'hi' })).heard).toBe('hi');
  });

  it('more than a process may offer at once is overloaded, until it was fetched or withdrawn', () => {
    const offered = offeredBodiesOf(connection);
    const bodies = Array.from({ length: 4 }, () => offered.offer(Buffer.alloc(MESSAGE_BYTES)));
    expect(() => offered.offer(Buffer.alloc(1))).toThrow(expect.objectContaining({ code: 'overloaded' }));
    for (const body of bodies) body.withdraw();
    offered.offer(Buffer.alloc(1)).withdraw();
  });

  it('a request that is not answered leaves nothing behind', async () => {
    const waiting = client.request(holdThings, padded(2 * PART_BYTES));
    await eventually('it is being held', () => heldRequests() === 1);
    releaseHeld();
    await waiting;
  });
});

describe('forged places of bodies', () => {
  const ask = async (texts: Record<string, string>): Promise<unknown> => {
    const set = headers();
    for (const [name, text] of Object.entries(texts)) set.set(name, text);
    return (
      await connection.request(echoThings.subject, '{"say":"hi"}', { headers: set, timeout: 8_000 })
    ).json();
  };
  const refusal = {
    ok: false,
    error: { code: 'bad-request', message: expect.stringContaining('not to be had') },
  };

  it.each([
    ['no inbox', { [HEADERS.bodyAt]: echoThings.subject, [HEADERS.bodyBytes]: '10' }],
    ['a pattern', { [HEADERS.bodyAt]: '_INBOX.>', [HEADERS.bodyBytes]: '10' }],
    ['nobody there', { [HEADERS.bodyAt]: createInbox(), [HEADERS.bodyBytes]: '10' }],
    ['no number', { [HEADERS.bodyAt]: createInbox(), [HEADERS.bodyBytes]: 'many' }],
    ['too many', { [HEADERS.bodyAt]: createInbox(), [HEADERS.bodyBytes]: String(MESSAGE_BYTES + 1) }],
  ])('%s', async (_name, texts) => {
    expect(await ask(texts)).toEqual(refusal);
  });

  it('a body that is shorter than announced', async () => {
    const { subject } = offeredBodiesOf(connection).offer(Buffer.from('{"say":"hi"}'));
    expect(await ask({ [HEADERS.bodyAt]: subject, [HEADERS.bodyBytes]: '11' })).toEqual(refusal);
  });

  it('a message without them is its own body', async () => {
    const reply = await connection.request(echoThings.subject, '{"say":"hi"}');
    expect(await bodyOf(connection, reply)).toBe(reply.data);
  });

  it('are not believed of a site, and no reply leads a site anywhere', async () => {
    const site = await world.connect('site-a');
    const asked = offeredBodiesOf(connection).offer(Buffer.from('{"say":"hi"}'));
    const set = headers();
    set.set(HEADERS.token, 'site-a');
    set.set(HEADERS.takesParts, 'yes');
    set.set(HEADERS.bodyAt, asked.subject);
    set.set(HEADERS.bodyBytes, String(asked.bytes));
    const subject = siteRequestSubject('site-a', echoThings.verb);
    expect((await site.request(subject, '', { headers: set, timeout: 8_000 })).json()).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    asked.withdraw();
    const sites = new SiteRequestClient(site, 'site-a', () => Promise.resolve('site-a'));
    expect((await sites.request(echoThings, { say: 'hi', bytes: 3_000_000 })).heard).toHaveLength(3_000_000);
    await expect(sites.request(echoThings, { say: 'hi', bytes: 9_000_000 })).rejects.toMatchObject({
      code: 'too-large',
    });
  });
});

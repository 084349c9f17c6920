import { HEADERS, PART_BYTES } from '@callboard/contracts';
import type { INestMicroservice } from '@nestjs/common';
import { headers, type Msg, type NatsConnection } from 'nats';
import { echoThings, EchoWorld, holdThings } from './echo-world.builder';
import { RequestClient } from './request-client';
import { SiteRequestClient } from './site-request-client';

let world: EchoWorld;
let service: INestMicroservice;
let connection: NatsConnection;
let client: RequestClient;

beforeAll(async () => {
  world = await EchoWorld.open();
  service = await world.serve();
  connection = await world.connect();
  client = new RequestClient(connection);
});

afterAll(async () => {
  await service?.close();
  await world?.close();
});

const quotes = (bytes: number) => Buffer.alloc(bytes, '"');

describe('bytes behind the JSON of a reply (ADR 25)', () => {
  it.each([0, 1, PART_BYTES - 100, PART_BYTES + 1, 5 * PART_BYTES])(
    'arrive as they were given: %i of them',
    async (bytes) => {
      const { heard, tail } = await client.request(echoThings, { say: 'hi', tail_bytes: bytes });
      expect([heard, quotes(bytes).equals(tail ?? Buffer.from('none'))]).toEqual(['hi', true]);
    },
  );

  it('are absent where none were given', async () => {
    expect(await client.request(echoThings, { say: 'hi' })).not.toHaveProperty('tail');
  });

  it('are given to a site too, in one message', async () => {
    const site = new SiteRequestClient(await world.connect('site-a'), 'site-a', async () => 'site-a');
    const { tail } = await site.request(echoThings, { say: 'hi', tail_bytes: 2 * PART_BYTES });
    expect(quotes(2 * PART_BYTES).equals(tail ?? Buffer.from('none'))).toBe(true);
  });

  it('stand behind the JSON on the wire, and a header says how many they are', async () => {
    const reply = await connection.request(echoThings.subject, '{"say":"hi","tail_bytes":3}');
    expect(reply.headers?.get(HEADERS.tailBytes)).toBe('3');
    expect(reply.string()).toMatch(/^\{"ok":true,"output":\{"heard":"hi".*\}\}"""$/);
    expect(reply.string()).not.toContain('tail');
  });

  it.each(['-1', '1.5', 'three', '1000'])('are not believed where there are %s of them', async (said) => {
    const answer = (message: Msg): void => {
      const set = headers();
      set.set(HEADERS.tailBytes, said);
      message.respond('{"ok":true,"output":{}}', { headers: set });
    };
    const forged = { ...holdThings, subject: `${holdThings.subject}.forged` };
    const callback = (_: Error | null, message: Msg): void => answer(message);
    const subscription = connection.subscribe(forged.subject, { callback });
    await expect(client.request(forged, { say: 'hi' })).rejects.toMatchObject({ code: 'internal' });
    subscription.unsubscribe();
  });
});

import type { Caller } from '@callboard/contracts';
import type { INestMicroservice } from '@nestjs/common';
import { echoThings, EchoWorld, heldRequests, holdThings, releaseHeld } from './echo-world.builder';
import type { RequestClient } from './request-client';
import { SiteRequestClient } from './site-request-client';
import { eventually } from '@callboard/testing';

const ADA: Caller = { kind: 'user', username: 'ada', administers: [] };

describe('requests with a key, over a real broker', () => {
  let world: EchoWorld;
  let app: INestMicroservice;
  let client: RequestClient;

  beforeAll(async () => {
    world = await EchoWorld.open();
    app = await world.serve();
    client = await world.client();
  });

  beforeEach(() => void world.keyed.splice(0));

  afterAll(async () => {
    await app.close();
    await world.close();
  });

  it('are left to whoever keeps replies, with who asks, what, and the body as it was sent', async () => {
    await client.request(echoThings, { say: 'hi' }, { caller: ADA, idempotencyKey: 'k/1' });
    const site = new SiteRequestClient(await world.connect('site-a'), 'site-a', async () => 'site-a');
    await site.request(echoThings, { say: 'ho' }, { idempotencyKey: 'k/1' });
    const request = { key: 'k/1', route: 'echo-things', holdsSecret: false };
    expect(world.keyed).toEqual([
      { ...request, caller: 'user:ada', body: { say: 'hi' } },
      { ...request, caller: 'site:site-a', body: { say: 'ho' } },
    ]);
  });

  it('are carried out as ever when they take none, and when nobody is known to ask', async () => {
    await client.request(echoThings, { say: 'hi' }, { idempotencyKey: 'k' });
    await client.request(echoThings, { say: 'hi' }, { caller: ADA });
    const held = client.request(holdThings, { say: 'x' }, { caller: ADA, idempotencyKey: 'k' });
    await eventually('it is held', () => heldRequests() === 1);
    releaseHeld();
    await held;
    expect(world.keyed).toEqual([]);
  });

  it.each(['a b', 'x'.repeat(301), 'schl\u00fcssel'])(
    'are refused with the key %s',
    async (idempotencyKey) => {
      const asked = client.request(echoThings, { say: 'hi' }, { caller: ADA, idempotencyKey });
      await expect(asked).rejects.toMatchObject({ code: 'bad-request' });
      expect(world.keyed).toEqual([]);
    },
  );
});

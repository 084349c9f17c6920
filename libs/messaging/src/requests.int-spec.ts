import { type Caller, defineRequest, HEADERS } from '@callboard/contracts';
import type { DomainError } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import type { INestMicroservice } from '@nestjs/common';
import { headers, type NatsConnection } from 'nats';
import { z } from 'zod';
import { echoThings, EchoWorld, heldRequests, holdThings, releaseHeld } from './echo-world.builder';
import { RequestClient } from './request-client';
import { newTraceparent, runInTrace } from './trace-context';

const missingThings = defineRequest('sites', 'miss-things', { input: z.object({}), output: z.object({}) });

describe('a service that has said that it listens', () => {
  it('is heard by whoever asks at once, ten times over', async () => {
    const own = await EchoWorld.open();
    const client = await own.client();
    for (let n = 0; n < 10; n += 1) {
      const service = await own.serve();
      expect(await client.request(echoThings, { say: 'here' })).toMatchObject({ heard: 'here' });
      await service.close();
    }
    await own.close();
  });
});

describe('requests over a real broker', () => {
  let world: EchoWorld;
  let app: INestMicroservice;
  let clientSide: NatsConnection;
  let requests: RequestClient;

  beforeAll(async () => {
    world = await EchoWorld.open();
    app = await world.serve();
    clientSide = await world.connect();
    requests = new RequestClient(clientSide);
  });

  afterAll(async () => {
    await app.close();
    await world.close();
  });

  it('answers, and hands on the caller and the trace', async () => {
    const caller: Caller = { kind: 'user', username: 'ann', administers: ['site-a'] };
    const traceparent = newTraceparent();
    const asked = runInTrace(traceparent, () => requests.request(echoThings, { say: 'hello' }, { caller }));
    expect(await asked).toEqual({ heard: 'hello', caller, traceparent, door: 'rpc' });
    expect(await requests.request(echoThings, { say: 'who' })).toMatchObject({
      caller: { kind: 'anonymous' },
    });
  });

  it('passes refusals on as they were thrown, through Nest', async () => {
    const refused = requests.request(echoThings, { say: 'refuse' });
    await expect(refused).rejects.toMatchObject({
      code: 'job-claimed',
      message: 'another site holds it',
      details: { by: 'x' },
    });
  });

  it('tells nothing of errors that are not refusals, but logs them', async () => {
    const failed = await requests.request(echoThings, { say: 'break' }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'internal', message: expect.stringMatching(/trace [0-9a-f]{32}/) });
    expect(String(failed)).not.toContain('hunter2');
    expect(world.errors).toContainEqual(
      expect.objectContaining({ verb: 'echo-things', err: expect.any(Error) }),
    );
  });

  it('finds outputs that break their contract, in tests', async () => {
    const failed = requests.request(echoThings, { say: 'lie' });
    await expect(failed).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('heard'),
    });
  });

  it('refuses input of the wrong shape, naming each place', async () => {
    const refused = requests.request(echoThings, { say: 'much too long a text', bytes: 1.5 });
    await expect(refused).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('echo-things'),
      details: [expect.objectContaining({ path: ['say'] }), expect.objectContaining({ path: ['bytes'] })],
    });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"say":'],
    ['broken UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22)],
    ['a hundred thousand nested lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['NUL inside text', '{"say":"a\\u0000b"}'],
    ['a lone surrogate', '{"say":"\\ud800"}'],
    ['null', 'null'],
  ])('refuses %s and lives on', async (_, body) => {
    const reply = await clientSide.request(echoThings.subject, body);
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(await requests.request(echoThings, { say: 'alive' })).toMatchObject({ heard: 'alive' });
  });

  it('drops requests without a reply subject and refuses a malformed caller', async () => {
    clientSide.publish(echoThings.subject, '{"say":"nobody"}');
    const set = headers();
    set.set(HEADERS.caller, 'not a caller');
    const reply = await clientSide.request(echoThings.subject, '{"say":"x"}', {
      headers: set,
      timeout: 5000,
    });
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  });

  it('refuses what is above its cap of work in flight, and takes more when there is room', async () => {
    const held = Array.from({ length: 4 }, () => requests.request(holdThings, { say: 'x' }));
    await eventually('four requests in flight', () => heldRequests() === 4);
    await expect(requests.request(echoThings, { say: 'x' })).rejects.toMatchObject({ code: 'overloaded' });
    releaseHeld();
    await Promise.all(held);
    expect(await requests.request(echoThings, { say: 'x' })).toMatchObject({ heard: 'x' });
  });

  it('says unavailable, and which service, when nobody is there or nobody answers', async () => {
    const nobody = requests.request(missingThings, {});
    await expect(nobody).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('sites'),
    });
    const silent = requests.request(holdThings, { say: 'x' }, { timeoutMs: 50 });
    await expect(silent).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/jobs.*50 ms/),
    });
    await eventually('the held request', () => heldRequests() === 1);
    releaseHeld();
  });

  it('finishes what is in flight when closed, and takes nothing new', async () => {
    const held = requests.request(holdThings, { say: 'x' });
    await eventually('one request in flight', () => heldRequests() === 1);
    const closed = app.close();
    await eventually('no more taken', async () => {
      const late = await requests
        .request(echoThings, { say: 'late' })
        .catch((error: DomainError) => error.code);
      return late === 'unavailable';
    });
    releaseHeld();
    expect(await held).toEqual({});
    await closed;
    app = await world.serve();
  });
});

import { eventually } from '@callboard/testing';
import type { INestMicroservice } from '@nestjs/common';
import { echoThings, EchoWorld, heldRequests, holdThings, releaseHeld } from './echo-world.builder';
import type { RequestClient } from './request-client';

jest.setTimeout(30_000);

describe('requests while the broker is away', () => {
  let world: EchoWorld;
  let app: INestMicroservice;
  let requests: RequestClient;

  beforeAll(async () => {
    world = await EchoWorld.open();
    app = await world.serve();
    requests = await world.client();
  });

  afterAll(async () => {
    await app.close();
    await world.close();
  });

  it('end at once when the connection is lost, wait for it when it is not there, and are answered after', async () => {
    const started = performance.now();
    const held = requests.request(holdThings, { say: 'x' }, { timeoutMs: 60_000 });
    await eventually('the request in flight', () => heldRequests() === 1);
    await world.broker.kill();
    await expect(held).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('jobs'),
    });
    expect(performance.now() - started).toBeLessThan(30_000);
    const waiting = requests.request(echoThings, { say: 'patient' }, { timeoutMs: 100 });
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
    const patient = requests.request(echoThings, { say: 'patient' }, { timeoutMs: 20_000 });
    await world.broker.restart();
    releaseHeld();
    const answered = await eventually('an answer', () =>
      patient.catch(() => requests.request(echoThings, { say: 'patient' })),
    );
    expect(answered).toMatchObject({ heard: 'patient' });
  });
});

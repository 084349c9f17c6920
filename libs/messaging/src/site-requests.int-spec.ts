import { HEADERS, requestSubject, siteRequestSubject } from '@callboard/contracts';
import type { INestMicroservice } from '@nestjs/common';
import { headers, type NatsConnection } from 'nats';
import { echoThings, EchoWorld, holdThings } from './echo-world.builder';
import { SiteRequestClient } from './site-request-client';

describe('requests of sites over a real broker', () => {
  let world: EchoWorld;
  let app: INestMicroservice;
  let siteSide: NatsConnection;
  let site: SiteRequestClient;

  beforeAll(async () => {
    world = await EchoWorld.open();
    app = await world.serve();
    siteSide = await world.connect('site-a');
    site = new SiteRequestClient(siteSide, 'site-a', async () => 'site-a');
  });

  afterAll(async () => {
    await app.close();
    await world.close();
  });

  it('come in by their own door, as the site of the token, whatever the caller header says', async () => {
    const caller = { kind: 'site', siteId: 'site-a', clientId: 'c1' };
    expect(await site.request(echoThings, { say: 'hi' })).toMatchObject({
      heard: 'hi',
      caller,
      door: 'site',
    });
    const set = headers();
    set.set(HEADERS.caller, Buffer.from('{"kind":"service","service":"jobs"}').toString('base64url'));
    set.set(HEADERS.token, 'site-a');
    const subject = siteRequestSubject('site-a', echoThings.verb);
    const reply = await siteSide.request(subject, '{"say":"x"}', { headers: set, timeout: 5000 });
    expect(reply.json()).toMatchObject({ ok: true, output: { caller } });
  });

  it('are refused without a token, and with the token of another site', async () => {
    const reply = await siteSide.request(siteRequestSubject('site-a', echoThings.verb), '{"say":"x"}');
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
    const posing = new SiteRequestClient(siteSide, 'site-a', async () => 'site-b');
    await expect(posing.request(echoThings, { say: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('cannot leave their own subjects', async () => {
    const other = new SiteRequestClient(siteSide, 'site-b', async () => 'site-a');
    await expect(other.request(echoThings, { say: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    const direct = siteSide.request(requestSubject('jobs', echoThings.verb), '{"say":"x"}');
    await expect(direct).rejects.toMatchObject({ code: 'PERMISSIONS_VIOLATION' });
  });

  it('are not served what is not for them', async () => {
    await expect(site.request(holdThings, { say: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    const direct = siteSide.request(siteRequestSubject('site-a', holdThings.verb), '{"say":"x"}');
    await expect(direct).rejects.toMatchObject({ code: '503' });
  });
});

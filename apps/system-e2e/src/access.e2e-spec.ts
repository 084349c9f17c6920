import type { Credentials, Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { NatsConnection } from 'nats';
import { Client } from './support/client';
import { gatewayUrls, postToken, statusFor, tokenOf } from './support/gateways';
import { askAtDoor, connectAsRuntimeSite, DOORS } from './support/site-doors';
import { startTestStack, type TestStack } from './support/test-stack';
import { untilRefused } from './support/until-refused';

/** A revocation holds everywhere within two seconds (design 7), in ms. */
const EVERYWHERE_MS = 2_000;
const SITE = 'nmdc-runtime';

let test: TestStack;
let admin: Client;
let site: NatsConnection;
let first: string;
let second: string;

beforeAll(async () => {
  test = await startTestStack({ scale: { 'api-gateway': 2 } });
  admin = await Client.asAdmin(test.stack);
  site = await connectAsRuntimeSite(test.stack);
  [first = '', second = ''] = gatewayUrls(test.stack);
}, 120_000);

afterAll(async () => {
  await site?.close();
  await test?.stop();
}, 60_000);

async function newCredentials(siteId = SITE, order?: object): Promise<Credentials> {
  const made = await admin.call<Credentials>('POST', `/sites/${siteId}:generateCredentials`, order);
  expect(made.status).toBe(200);
  return made.body;
}
const revoke = async ({ client_id }: Credentials): Promise<void> => {
  expect((await admin.call('DELETE', `/sites/${SITE}/credentials/${client_id}`)).status).toBe(204);
};
const doorFor = (token: string, door: (typeof DOORS)[number]) => askAtDoor(site, door, token);

describe('a revocation (design 7, D23)', () => {
  it('holds at both gateways and at every site door within two seconds', async () => {
    const [gone, kept] = [await newCredentials(), await newCredentials()];
    const [token, other] = [await tokenOf(first, gone), await tokenOf(second, kept)];
    const everywhere = [
      ...[first, second].map((url) => (each: string) => statusFor(url, each)),
      ...DOORS.map((door) => (each: string) => doorFor(each, door)),
    ];
    for (const ask of everywhere) expect([200, 'ok', 'not-found']).toContain(await ask(token));
    await revoke(gone);
    const refused = await Promise.all(everywhere.map((ask) => untilRefused(() => ask(token))));
    for (const { ms } of refused) expect(ms).toBeLessThan(EVERYWHERE_MS);
    expect((await postToken(second, { ...gone })).status).toBe(401);
    for (const ask of everywhere) expect([200, 'ok', 'not-found']).toContain(await ask(other));
    const listed = await admin.call<{ credentials: { client_id: string }[] }>(
      'GET',
      `/sites/${SITE}/credentials`,
    );
    const ids = listed.body.credentials.map(({ client_id }) => client_id);
    expect([ids.includes(gone.client_id), ids.includes(kept.client_id)]).toEqual([false, true]);
  }, 60_000);

  it('holds at what was killed meanwhile as soon as it is back', async () => {
    const gone = await newCredentials();
    const token = await tokenOf(first, gone);
    for (const name of ['api-gateway-2', 'jobs']) {
      const { pid } = test.stack.process(name);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    }
    await revoke(gone);
    expect(test.reports.filter((line) => line.includes('is back'))).toEqual([]);
    const asked = [() => statusFor(second, token), () => doorFor(token, 'jobs')];
    for (const { before } of await Promise.all(asked.map(untilRefused))) {
      expect(before.filter((answer) => !/^(503|unavailable|no answer.*)$/.test(String(answer)))).toEqual([]);
    }
  }, 60_000);

  it('holds at a gateway that was held meanwhile, from its first answer on', async () => {
    const gone = await newCredentials();
    const token = await tokenOf(second, gone);
    expect(await statusFor(second, token)).toBe(200);
    const pid = test.stack.process('api-gateway-2').pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    const heldAt = performance.now();
    let answer: Promise<number>;
    try {
      await revoke(gone);
      // Sent while nobody reads: it is there before the news when the gateway goes on.
      answer = statusFor(second, token);
      await eventually(
        'the gateway has been held for longer than a revocation may take',
        () => performance.now() - heldAt > EVERYWHERE_MS + 200,
      );
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(await answer).toBe(401);
  }, 60_000);
});

describe('credentials that end (contract 2.2)', () => {
  it('get no token afterwards, and theirs ends with them', async () => {
    const made = await newCredentials(SITE, { expires_at: new Date(Date.now() + 5_000).toISOString() });
    const token = await tokenOf(first, made);
    expect(await statusFor(second, token)).toBe(200);
    await untilRefused(() => statusFor(second, token));
    await untilRefused(async () => (await postToken(second, { ...made })).status);
  }, 60_000);
});

describe('D22 what a site is able to do is granted (contract 2.2, design 7)', () => {
  it('and jobs honours what was granted, not what was asked for', async () => {
    await admin.call('POST', '/users', { username: 'uma', password: 'password of uma', site_admin: [] });
    const uma = await new Client(first).logIn({
      grant_type: 'password',
      username: 'uma',
      password: 'password of uma',
    });
    const created = await uma.call('POST', '/sites', { id: 'asks-for-test', capability_ids: ['test'] });
    expect([created.status, created.body]).toEqual([
      201,
      { id: 'asks-for-test', capability_ids: [], clients: [] },
    ]);
    const made = await uma.call<Credentials>('POST', '/sites/asks-for-test:generateCredentials');
    const asking = await new Client(second).logIn({ ...made.body });
    await admin.call('POST', '/workflows', { id: 'needs-test', capability_ids: ['test'] });
    const job = await asking.call<Job>('POST', '/jobs', { workflow: { id: 'needs-test' }, config: {} });
    const claim = () => asking.call<{ code?: string }>('POST', `/jobs/${job.body.id}:claim`);
    expect(await claim()).toMatchObject({ status: 403, body: { code: 'missing-capability' } });
    const grant = (client: Client, ids: string[]) =>
      client.call('PUT', '/sites/asks-for-test/capabilities', ids);
    expect((await grant(uma, ['test'])).status).toBe(403);
    expect((await grant(admin, ['flying'])).status).toBe(422);
    expect(await grant(admin, ['test'])).toMatchObject({ status: 200, body: { capability_ids: ['test'] } });
    await eventually('the claim', async () => (await claim()).status === 200);
  }, 60_000);
});

describe('D23 a site cannot create sites (contract 2.2)', () => {
  it('it is told so, and nothing is left behind', async () => {
    const asSite = await Client.asRuntimeSite(test.stack);
    const refused = await asSite.call('POST', '/sites', { id: 'orphan' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await admin.call('GET', '/sites/orphan')).status).toBe(404);
    expect((await admin.call('POST', '/sites', { id: 'nmdc-runtime-useradmin' })).status).toBe(409);
  });
});

describe('too many failed logins (contract 2.1)', () => {
  it('are refused over both gateways, for that name only', async () => {
    const guess = (url: string) =>
      postToken(url, { grant_type: 'password', username: 'nobody', password: 'a guess' });
    const refused = await eventually('429', async () => {
      const replies = await Promise.all([guess(first), guess(second)]);
      expect([401, 429]).toContain(replies[0].status);
      return replies.find(({ status }) => status === 429);
    });
    expect(refused.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(await refused.json()).toMatchObject({ code: 'too-many-requests' });
    await Client.asAdmin(test.stack);
  }, 60_000);
});

describe('a stopped sites (design 7)', () => {
  let made: Credentials;
  let token: string;
  let revoked: string;

  beforeAll(async () => {
    const gone = await newCredentials();
    made = await newCredentials();
    [token, revoked] = [await tokenOf(first, made), await tokenOf(first, gone)];
    await revoke(gone);
    await untilRefused(() => statusFor(second, revoked));
    await test.stack.process('sites').stop();
  }, 60_000);

  it('stops only new tokens: gateways and doors go on by what they know', async () => {
    expect((await postToken(first, { ...made })).status).toBe(503);
    for (const url of [first, second])
      expect([await statusFor(url, token), await statusFor(url, revoked)]).toEqual([200, 401]);
    for (const door of DOORS) expect(['ok', 'not-found']).toContain(await doorFor(token, door));
  }, 60_000);

  it('keeps a gateway that starts meanwhile from being ready, and from taking any token', async () => {
    const gateway = test.stack.process('api-gateway-2');
    const back = () => test.reports.filter((line) => line.startsWith('api-gateway-2 is back')).length;
    const before = back();
    process.kill(gateway.pid ?? 0, 'SIGKILL');
    await eventually('it is back', () => back() > before, { timeoutMs: 30_000 });
    expect((await fetch(`${gateway.healthUrl}/health/ready`)).status).toBe(503);
    expect([await statusFor(second, token), await statusFor(second, revoked)]).toEqual([503, 503]);
    expect((await fetch(`${second}/jobs`)).status).toBe(200);
  }, 60_000);
});

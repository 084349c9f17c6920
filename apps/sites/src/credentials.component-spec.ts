import {
  type Caller,
  changeSiteClient,
  type Credentials,
  type CredentialsOrder,
  generateCredentials,
  listCredentials,
  listTokenKeys,
  revokeCredentials,
} from '@callboard/contracts';
import { TokenVerifier } from '@callboard/service-kit';
import { eventually } from '@callboard/testing';
import { decodeJwt } from 'jose';
import { ADMIN, type SitesUnderTest, startSitesUnderTest, user } from './sites-under-test.builder';

const DORA = user('dora');
const EVE = user('eve', 'LANL');

let sites: SitesUnderTest;

beforeAll(async () => {
  sites = await startSitesUnderTest();
  for (const username of ['dora', 'eve']) await sites.newUser(username);
  await sites.newSite('LANL', DORA);
}, 60_000);
afterAll(() => sites?.stop());

const generate = (lifetime?: CredentialsOrder): Promise<Credentials> =>
  sites.requests.request(generateCredentials, { site_id: 'LANL', lifetime }, { caller: DORA });
const list = (caller: Caller = DORA, site_id = 'LANL') =>
  sites.requests.request(listCredentials, { site_id }, { caller });
const revoke = (client_id: string, caller: Caller = DORA, site_id = 'LANL') =>
  sites.requests.request(revokeCredentials, { site_id, client_id }, { caller });
const change = (client_id: string, secret: string | undefined, caller: Caller) =>
  sites.requests.request(changeSiteClient, { client_id, secret }, { caller });
const login = (made: Credentials) => sites.clientLogin(made);

/** Resolves when a running process refuses the token, and tells after how many ms. */
async function untilRefused(verifier: TokenVerifier, token: string): Promise<number> {
  const start = performance.now();
  await eventually('the token to be refused', () =>
    verifier.verify(token).then(
      () => false,
      ({ code }: { code?: string }) => code === 'unauthenticated',
    ),
  );
  return performance.now() - start;
}

describe('D23 credentials can be listed and revoked (contract 2.2)', () => {
  it('lists them for who administers the site, without any secret', async () => {
    const made = await generate();
    const { credentials } = await list();
    expect(credentials.at(-1)).toEqual({
      client_id: made.client_id,
      created_at: expect.stringMatching(/Z$/),
      expires_at: null,
    });
    expect(JSON.stringify(credentials)).not.toMatch(/secret|hash|scrypt/);
  });

  it('refuses new tokens at once, and tokens given out within two seconds (design 7)', async () => {
    const [made, kept] = [await generate(), await generate()];
    const [token, keptToken] = [(await login(made)).access_token, (await login(kept)).access_token];
    const running = sites.verifier();
    await running.verify(token);
    await revoke(made.client_id);
    await expect(login(made)).rejects.toMatchObject({ code: 'wrong-credentials' });
    expect(await untilRefused(running, token)).toBeLessThan(2_000);
    await running.verify(keptToken);
    expect((await list()).credentials.map(({ client_id }) => client_id)).not.toContain(made.client_id);
    // A process that was down meanwhile knows it before it takes its first token.
    await expect(new TokenVerifier(sites.requests).verify(token)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    const { revocations } = await sites.requests.request(listTokenKeys, {});
    expect(revocations?.map(({ subject }) => subject)).toContain(`client:${made.client_id}`);
  });

  it('is for who administers the site, whatever a token says, and for clients of that site', async () => {
    const { client_id } = await generate();
    for (const ask of [list, (caller: Caller, site?: string) => revoke(client_id, caller, site)]) {
      await expect(ask(EVE)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(ask({ kind: 'site', siteId: 'LANL', clientId: client_id })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(ask(DORA, 'nowhere')).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(revoke(client_id, ADMIN, 'nmdc-runtime')).rejects.toMatchObject({ code: 'not-found' });
    await expect(revoke('runtime-client', ADMIN, 'nmdc-runtime')).rejects.toMatchObject({
      code: 'bad-request',
    });
    await revoke(client_id);
    await expect(revoke(client_id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('credentials that end (contract 2.2)', () => {
  it('give tokens that hold no longer, and say so', async () => {
    const reply = await login(await generate({ expires_at: new Date(Date.now() + 7_230_000).toISOString() }));
    expect(reply.expires).toEqual({ days: 0, hours: 2, minutes: 0 });
    const { iat, exp } = decodeJwt(reply.access_token);
    expect([7_228, 7_229, 7_230]).toContain(Number(exp) - Number(iat));
    expect((await login(await generate({ days: 2 }))).expires).toEqual({ days: 1, hours: 0, minutes: 0 });
  });

  it('give none afterwards, and cannot end before they begin', async () => {
    const made = await generate({ days: 1 });
    await sites.inDatabase(
      `update sites.site_clients set expires_at = now() where client_id = '${made.client_id}'`,
    );
    await expect(login(made)).rejects.toMatchObject({ code: 'wrong-credentials', message: /expired/ });
    await expect(login({ ...made, client_secret: 'a guess' })).rejects.toMatchObject({
      message: expect.not.stringContaining('expired'),
    });
    await expect(generate({ expires_at: '2001-01-01T00:00:00.000Z' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(generate({ days: 1, expires_at: '2100-01-01T00:00:00.000Z' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('the secret of a site client (contract 2.2)', () => {
  it('is replaced by who has the allowance; tokens given out before go on', async () => {
    const made = await generate();
    const before = (await login(made)).access_token;
    expect(await change(made.client_id, 'a new secret', ADMIN)).toEqual({ changed: true });
    await expect(login(made)).rejects.toMatchObject({ code: 'wrong-credentials' });
    await login({ ...made, client_secret: 'a new secret' });
    await new TokenVerifier(sites.requests).verify(before);
    expect(await change(made.client_id, undefined, ADMIN)).toEqual({ changed: false });
    await expect(change('nobody', 'a new secret', ADMIN)).rejects.toMatchObject({ code: 'not-found' });
    await expect(change('nobody', undefined, ADMIN)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is refused without a row for the name of the user, or the id of the client', async () => {
    const { client_id } = await generate();
    const asSite: Caller = { kind: 'site', siteId: 'LANL', clientId: client_id };
    for (const caller of [DORA, EVE, asSite])
      await expect(change(client_id, 'a new secret', caller)).rejects.toMatchObject({ code: 'forbidden' });
    await sites.inDatabase(`insert into sites.allowances values ('${client_id}', '/admin/site_clients')`);
    expect(await change(client_id, 'a new secret', asSite)).toEqual({ changed: true });
  });
});

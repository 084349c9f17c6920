import {
  type Caller,
  changeSiteClient,
  createSite,
  createUser,
  type Credentials,
  type CredentialsOrder,
  generateCredentials,
  issueToken,
  listCredentials,
  listTokenKeys,
  revokeCredentials,
} from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { connectToNats, RequestClient } from '@callboard/messaging';
import { type RunningProcess, startService, TokenVerifier } from '@callboard/service-kit';
import { eventually, testBroker, type TestBroker, testDatabase, type TestDatabase } from '@callboard/testing';
import { decodeJwt } from 'jose';
import type { NatsConnection } from 'nats';
import { Client } from 'pg';
import { migrations } from './persistence/migrations';
import { SitesModule } from './sites.module';

const user = (username: string, ...administers: string[]): Caller => ({
  kind: 'user',
  username,
  administers,
});
const ADMIN = user('admin');
const DORA = user('dora');
const EVE = user('eve', 'LANL');

let broker: TestBroker;
let database: TestDatabase;
let connection: NatsConnection;
let requests: RequestClient;
let service: RunningProcess;

beforeAll(async () => {
  [broker, database] = await Promise.all([testBroker(), testDatabase([{ service: 'sites', migrations }])]);
  Object.assign(process.env, {
    NATS_URL: broker.service.url,
    NATS_USER: broker.service.user,
    NATS_PASSWORD: broker.service.password,
    DATABASE_URL: database.url('sites'),
    LOG_LEVEL: 'silent',
    ADMIN_PASSWORD: 'the first password',
    RUNTIME_CLIENT_ID: 'runtime-client',
    RUNTIME_CLIENT_SECRET: 'the first secret',
  });
  connection = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
  requests = new RequestClient(connection);
  service = await startService(SitesModule);
  for (const username of ['dora', 'eve']) {
    const order = { username, password: `password of ${username}`, site_admin: [], disabled: false };
    await requests.request(createUser, order, { caller: ADMIN });
  }
  await requests.request(createSite, { id: 'LANL', capability_ids: [] }, { caller: DORA });
}, 60_000);

afterAll(async () => {
  await service?.stop();
  await connection?.close();
  await database?.drop();
  await broker?.stop();
});

const generate = (lifetime?: CredentialsOrder): Promise<Credentials> =>
  requests.request(generateCredentials, { site_id: 'LANL', lifetime }, { caller: DORA });
const list = (caller: Caller = DORA, site_id = 'LANL') =>
  requests.request(listCredentials, { site_id }, { caller });
const revoke = (client_id: string, caller: Caller = DORA, site_id = 'LANL') =>
  requests.request(revokeCredentials, { site_id, client_id }, { caller });
const change = (client_id: string, secret: string | undefined, caller: Caller) =>
  requests.request(changeSiteClient, { client_id, secret }, { caller });
const login = ({ client_id, client_secret }: Credentials) =>
  requests.request(issueToken, { grant: 'client_credentials', client_id, client_secret });
const inDatabase = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

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

describe('D23 credentials can be listed and revoked', () => {
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
    const running = service.app.get(TokenVerifier, { strict: false });
    await running.verify(token);
    await revoke(made.client_id);
    await expect(login(made)).rejects.toMatchObject({ code: 'wrong-credentials' });
    expect(await untilRefused(running, token)).toBeLessThan(2_000);
    await running.verify(keptToken);
    expect((await list()).credentials.map(({ client_id }) => client_id)).not.toContain(made.client_id);
    // A process that was down meanwhile knows it before it takes its first token.
    await expect(new TokenVerifier(requests).verify(token)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    const { revocations } = await requests.request(listTokenKeys, {});
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

  it('reserves the site of user admins', () =>
    expect(
      requests.request(createSite, { id: 'nmdc-runtime-useradmin', capability_ids: [] }, { caller: DORA }),
    ).rejects.toMatchObject({ code: 'already-exists' }));
});

describe('credentials that end', () => {
  it('give tokens that hold no longer, and say so', async () => {
    const reply = await login(await generate({ expires_at: new Date(Date.now() + 7_230_000).toISOString() }));
    expect(reply.expires).toEqual({ days: 0, hours: 2, minutes: 0 });
    const { iat, exp } = decodeJwt(reply.access_token);
    expect([7_228, 7_229, 7_230]).toContain(Number(exp) - Number(iat));
    expect((await login(await generate({ days: 2 }))).expires).toEqual({ days: 1, hours: 0, minutes: 0 });
  });

  it('give none afterwards, and cannot end before they begin', async () => {
    const made = await generate({ days: 1 });
    await inDatabase(
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
    await new TokenVerifier(requests).verify(before);
    expect(await change(made.client_id, undefined, ADMIN)).toEqual({ changed: false });
    await expect(change('nobody', 'a new secret', ADMIN)).rejects.toMatchObject({ code: 'not-found' });
    await expect(change('nobody', undefined, ADMIN)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is refused without a row for the name of the user, or the id of the client', async () => {
    const { client_id } = await generate();
    const asSite: Caller = { kind: 'site', siteId: 'LANL', clientId: client_id };
    for (const caller of [DORA, EVE, asSite])
      await expect(change(client_id, 'a new secret', caller)).rejects.toMatchObject({ code: 'forbidden' });
    await inDatabase(`insert into sites.allowances values ('${client_id}', '/admin/site_clients')`);
    expect(await change(client_id, 'a new secret', asSite)).toEqual({ changed: true });
  });
});

describe('D22 capabilities are what a user admin granted', () => {
  it('whatever a user names', async () => {
    const create = (id: string, caller: Caller) =>
      requests.request(createSite, { id, capability_ids: ['test'] }, { caller });
    expect(await create('claims-all', EVE)).toEqual({ id: 'claims-all', capability_ids: [] });
    expect(await create('granted', ADMIN)).toEqual({ id: 'granted', capability_ids: ['test'] });
  });
});

describe('D35 disabled users get no tokens', () => {
  it('from the moment they are disabled', async () => {
    const ask = () =>
      requests.request(issueToken, { grant: 'password', username: 'eve', password: 'password of eve' });
    await ask();
    await inDatabase(`update sites.users set disabled = true where username = 'eve'`);
    await expect(ask()).rejects.toMatchObject({ code: 'wrong-credentials' });
  });
});

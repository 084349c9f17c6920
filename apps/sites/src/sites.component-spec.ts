import {
  type Caller,
  createSite,
  createUser,
  generateCredentials,
  getSites,
  getUsers,
  issueToken,
  listCapabilities,
  listSites,
  listTokenKeys,
  sitesChanged,
} from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { connectToNats, RequestClient } from '@callboard/messaging';
import { type RunningProcess, startService, TokenVerifier } from '@callboard/service-kit';
import { eventually, testBroker, type TestBroker, testDatabase, type TestDatabase } from '@callboard/testing';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import type { NatsConnection } from 'nats';
import { Client } from 'pg';
import { followsSecretRule } from './domain/client-secret';
import { migrations } from './persistence/migrations';
import { SitesModule } from './sites.module';
import { readFirstAccounts } from './sites-settings';
import { SeedAccounts } from './use-cases/seed-accounts';

const ADMIN: Caller = { kind: 'user', username: 'admin', administers: [] };
const SITE: Caller = { kind: 'site', siteId: 'nmdc-runtime', clientId: 'runtime-client' };
const user = (username: string, ...administers: string[]): Caller => ({
  kind: 'user',
  username,
  administers,
});

let broker: TestBroker;
let database: TestDatabase;
let connection: NatsConnection;
let requests: RequestClient;
let running: RunningProcess[] = [];

const start = async (): Promise<void> => {
  running.push(await startService(SitesModule));
  await eventually('the service to answer', () => requests.request(listTokenKeys, {}));
};
const stopAll = async (): Promise<void> => {
  await Promise.all(running.map((process) => process.stop()));
  running = [];
};

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
  // Two processes on an empty database at once, as `--scale sites=2` starts them.
  await Promise.all([start(), start()]);
}, 60_000);

afterAll(async () => {
  await stopAll();
  await connection?.close();
  await database?.drop();
  await broker?.stop();
});

const login = async (username: string, password: string): Promise<string> =>
  (await requests.request(issueToken, { grant: 'password', username, password })).access_token;
const clientLogin = async (client_id: string, client_secret: string): Promise<string> =>
  (await requests.request(issueToken, { grant: 'client_credentials', client_id, client_secret }))
    .access_token;
const newUser = (username: string, disabled = false) =>
  requests.request(
    createUser,
    { username, password: `password of ${username}`, site_admin: [], disabled },
    { caller: ADMIN },
  );
const asAdminOfDatabase = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

describe('tokens (contract 0, 2.1)', () => {
  it('of a user hold for a day, name the sites, and verify offline', async () => {
    const reply = await requests.request(issueToken, {
      grant: 'password',
      username: 'admin',
      password: 'the first password',
    });
    expect(reply).toMatchObject({ token_type: 'bearer', expires: { days: 1, hours: 0, minutes: 0 } });
    const { caller, expiresAt, tokenId } = await new TokenVerifier(requests).verify(reply.access_token);
    expect(caller).toEqual({
      kind: 'user',
      username: 'admin',
      administers: ['nmdc-runtime', 'nmdc-runtime-useradmin'],
    });
    expect(Math.abs(expiresAt.getTime() - Date.now() - 86_400_000)).toBeLessThan(60_000);
    expect(tokenId).not.toBe(decodeJwt(await login('admin', 'the first password')).jti);
  });

  it('of a client name its site', async () => {
    const { caller } = await new TokenVerifier(requests).verify(
      await clientLogin('runtime-client', 'the first secret'),
    );
    expect(caller).toEqual(SITE);
  });

  it.each([
    ['a wrong password', () => login('admin', 'the wrong password')],
    ['an unknown user', () => login('nobody', 'the first password')],
    ['another case', () => login('Admin', 'the first password')],
    ['an empty password', () => login('admin', '')],
    ['a wrong secret', () => clientLogin('runtime-client', 'the wrong secret')],
    ['an unknown client', () => clientLogin('nobody', 'the first secret')],
    ['a client as a user', () => login('runtime-client', 'the first secret')],
    ['a user as a client', () => clientLogin('admin', 'the first password')],
  ])('are refused for %s', (_, attempt) =>
    expect(attempt()).rejects.toMatchObject({ code: 'wrong-credentials' }),
  );

  it('are refused for a disabled user, who is told why only with the right password (D35)', async () => {
    await newUser('idle', true);
    await expect(login('idle', 'password of idle')).rejects.toMatchObject({
      code: 'wrong-credentials',
      message: expect.stringContaining('disabled'),
    });
    await expect(login('idle', 'a guess')).rejects.toMatchObject({
      message: expect.not.stringContaining('disabled'),
    });
  });

  it('that were forged do not verify', async () => {
    const token = await login('admin', 'the first password');
    const { kid } = decodeProtectedHeader(token);
    const claims = decodeJwt(token);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const { keys } = await requests.request(listTokenKeys, {});
    const forged = [
      `${part({ alg: 'none', kid })}.${part(claims)}.`,
      await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: kid ?? '' }).sign(privateKey),
      await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: 'mine' }).sign(privateKey),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: kid ?? '' })
        .sign(Buffer.from(JSON.stringify(keys[0]))),
      token.replace(/\.[^.]*\./, `.${part({ ...claims, sub: 'user:root' })}.`),
    ];
    const verifier = new TokenVerifier(requests);
    await verifier.verify(token);
    for (const one of forged)
      await expect(verifier.verify(one)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('are signed by one key, of which only the public part is told', async () => {
    const { keys } = await requests.request(listTokenKeys, {});
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });
});

describe('users (contract 2.1)', () => {
  it('are created by a user admin and can log in', async () => {
    const created = await requests.request(
      createUser,
      {
        username: 'ana',
        password: 'a good password',
        email: 'ana@example.org',
        site_admin: [],
        disabled: false,
      },
      { caller: ADMIN },
    );
    const expected = {
      username: 'ana',
      email: 'ana@example.org',
      full_name: null,
      site_admin: [],
      disabled: false,
    };
    expect(created).toEqual(expected);
    await login('ana', 'a good password');
    const { items } = await requests.request(getUsers, { usernames: ['nobody', 'ana'] });
    expect(items).toMatchObject([
      { ok: false, error: { code: 'not-found' } },
      { ok: true, item: expected },
    ]);
  });

  it('are refused by the same name (D36) and by names that cannot be told apart', async () => {
    await newUser('ben');
    await expect(newUser('ben')).rejects.toMatchObject({ code: 'already-exists' });
    await expect(newUser('ben ')).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('are created by nobody else, whatever the token says', async () => {
    await newUser('mallory');
    const order = { username: 'eve', password: 'long enough', site_admin: [], disabled: false };
    const ask = (caller?: Caller) => requests.request(createUser, order, caller && { caller });
    const claims = user('mallory', 'nmdc-runtime-useradmin');
    await expect(ask(claims)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask(SITE)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask(user('ghost', 'nmdc-runtime-useradmin'))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    await expect(ask()).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('sites (contract 2.2)', () => {
  it('from creation to a token of their own, with the token of before', async () => {
    await newUser('cleo');
    const before = await new TokenVerifier(requests).verify(await login('cleo', 'password of cleo'));
    const site = await requests.request(
      createSite,
      { id: 'NERSC', capability_ids: ['readqc-1.0.6'] },
      { caller: before.caller },
    );
    // Named by a user, a capability is a request (D22).
    expect(site).toEqual({ id: 'NERSC', capability_ids: [] });
    const ask = () => requests.request(generateCredentials, { site_id: 'NERSC' }, { caller: before.caller });
    const [one, two] = [await ask(), await ask()];
    expect(one.client_id).not.toBe(two.client_id);
    for (const { client_id, client_secret } of [one, two]) {
      expect(client_id).not.toContain(':');
      expect(followsSecretRule(client_secret)).toBe(true);
      const { caller } = await new TokenVerifier(requests).verify(
        await clientLogin(client_id, client_secret),
      );
      expect(caller).toEqual({ kind: 'site', siteId: 'NERSC', clientId: client_id });
    }
    const later = decodeJwt(await login('cleo', 'password of cleo'));
    expect(later.administers).toEqual(['NERSC']);
  });

  it('are told to the other services, with what they are able to do', async () => {
    const heard: unknown[] = [];
    const subscription = connection.subscribe(sitesChanged.subject, {
      callback: (_, message) => heard.push(message.json()),
    });
    await connection.flush();
    const order = { id: 'JGI', capability_ids: ['metag-1.0.0', 'test', 'test'] };
    await requests.request(createSite, order, { caller: ADMIN });
    const [event] = await eventually('the event of the site', () => (heard.length > 0 ? heard : undefined));
    subscription.unsubscribe();
    expect(sitesChanged.payload.parse(event)).toEqual({
      items: [
        { id: 'JGI', version: 1, capability_ids: ['metag-1.0.0', 'test'], traceparent: expect.any(String) },
      ],
    });
    const { items } = await requests.request(getSites, { ids: ['JGI', 'nowhere'] });
    expect(items).toMatchObject([
      { ok: true, item: { id: 'JGI', capability_ids: ['metag-1.0.0', 'test'] } },
      { ok: false, error: { code: 'not-found' } },
    ]);
  });

  it('are refused to a site (D23), to nobody, and for an id that is taken or reserved', async () => {
    await newUser('dora');
    const ask = (id: string, caller?: Caller) =>
      requests.request(createSite, { id, capability_ids: [] }, caller && { caller });
    await expect(ask('made-by-site', SITE)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask('made-by-nobody')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(ask('nmdc-runtime', user('dora'))).rejects.toMatchObject({ code: 'already-exists' });
    await expect(ask('nmdc-runtime-useradmin', user('dora'))).rejects.toMatchObject({
      code: 'already-exists',
    });
    await expect(ask('nmdc-runtime\u200b', user('dora'))).rejects.toMatchObject({ code: 'invalid-input' });
    const { items } = await requests.request(getSites, { ids: ['made-by-site', 'made-by-nobody'] });
    expect(items.map(({ ok }) => ok)).toEqual([false, false]);
  });

  it('give credentials to who administers them in the database, and to nobody else', async () => {
    await newUser('finn');
    const ask = (site_id: string, caller: Caller) =>
      requests.request(generateCredentials, { site_id }, { caller });
    await expect(ask('nowhere', user('finn'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(ask('nmdc-runtime', user('finn', 'nmdc-runtime'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(ask('nmdc-runtime', SITE)).rejects.toMatchObject({ code: 'forbidden' });
    await ask('nmdc-runtime', ADMIN);
    await requests.request(createSite, { id: 'of-finn', capability_ids: [] }, { caller: user('finn') });
    await asAdminOfDatabase(`update sites.users set disabled = true where username = 'finn'`);
    await expect(ask('of-finn', user('finn'))).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('are listed page by page, the seeded ones among them', async () => {
    const ids: string[] = [];
    for (let more = true; more;) {
      const page = await requests.request(listSites, { limit: 2, after: ids.at(-1) });
      ids.push(...page.sites.map(({ id }) => id));
      more = page.more;
    }
    expect(ids).toEqual(expect.arrayContaining(['nmdc-runtime', 'nmdc-runtime-useradmin', 'NERSC']));
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});

describe('capabilities (contract 4)', () => {
  it('are the nineteen in their order', async () => {
    const { capabilities } = await requests.request(listCapabilities, {});
    expect(capabilities).toHaveLength(19);
    expect(capabilities[0]).toMatchObject({ id: 'metag-1.0.0', created_at: '2021-08-24T00:00:00.000Z' });
    expect(capabilities.at(-1)?.id).toBe('gold_study_to_database');
  });
});

describe('bad input', () => {
  it.each([
    ['no JSON', issueToken.subject, '{'],
    ['an unknown grant', issueToken.subject, '{"grant":"refresh"}'],
    ['no password', issueToken.subject, '{"grant":"password","username":"admin"}'],
    ['NUL', issueToken.subject, '{"grant":"password","username":"ad\\u0000min","password":"x"}'],
    [
      'an operator for a name',
      issueToken.subject,
      '{"grant":"password","username":{"$ne":1},"password":"x"}',
    ],
    ['a short password', createUser.subject, '{"username":"x","password":"short"}'],
    ['an empty id', createSite.subject, '{"id":""}'],
    ['too many', listSites.subject, '{"limit":1000000}'],
    ['nothing asked', getUsers.subject, '{"usernames":[]}'],
  ])('%s is refused, and told what is wrong', async (_, subject, body) => {
    const reply = await connection.request(subject, Buffer.from(body));
    expect(reply.json()).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  it('leaves the service answering', () =>
    expect(login('admin', 'the first password')).resolves.toBeDefined());
});

describe('a restart', () => {
  it('keeps the key, the accounts and the registry; only the secret of the runtime follows its setting', async () => {
    const tokenOfBefore = await login('admin', 'the first password');
    const { keys } = await requests.request(listTokenKeys, {});
    const verifier = new TokenVerifier(requests);
    await verifier.verify(tokenOfBefore);
    await stopAll();
    await expect(verifier.verify(tokenOfBefore)).resolves.toMatchObject({ caller: { username: 'admin' } });
    await expect(login('admin', 'the first password')).rejects.toMatchObject({ code: 'unavailable' });

    process.env.ADMIN_PASSWORD = 'the second password';
    process.env.RUNTIME_CLIENT_SECRET = 'the second secret';
    await start();
    expect((await requests.request(listTokenKeys, {})).keys).toEqual(keys);
    await expect(new TokenVerifier(requests).verify(tokenOfBefore)).resolves.toBeDefined();
    await login('admin', 'the first password');
    await expect(login('admin', 'the second password')).rejects.toMatchObject({ code: 'wrong-credentials' });
    await clientLogin('runtime-client', 'the second secret');
    await expect(clientLogin('runtime-client', 'the first secret')).rejects.toMatchObject({
      code: 'wrong-credentials',
    });
    expect((await requests.request(listCapabilities, {})).capabilities).toHaveLength(19);
  }, 30_000);

  it('is refused when the client id of the runtime is taken by another site', async () => {
    await newUser('gil');
    await requests.request(createSite, { id: 'of-gil', capability_ids: [] }, { caller: user('gil') });
    const credentials = await requests.request(
      generateCredentials,
      { site_id: 'of-gil' },
      { caller: user('gil') },
    );
    const seed = running[0]?.app.get(SeedAccounts, { strict: false });
    const accounts = { ...readFirstAccounts(), runtimeClientId: credentials.client_id };
    await expect(seed?.execute(accounts)).rejects.toThrow(
      /RUNTIME_CLIENT_ID .* is a client of the site 'of-gil'/,
    );
  });
});

import {
  type Caller,
  getSites,
  grantCapabilities,
  listCredentials,
  type Site,
  sitesChanged,
  USER_ADMIN_SITE,
} from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { ADMIN, type SitesUnderTest, startSitesUnderTest, user } from './sites-under-test.builder';

const EVE = user('eve');
const SITE: Caller = { kind: 'site', siteId: 'nmdc-runtime', clientId: 'runtime-client' };

let sites: SitesUnderTest;
const told: Record<string, unknown>[] = [];

beforeAll(async () => {
  sites = await startSitesUnderTest();
  sites.connection.subscribe(sitesChanged.subject, {
    callback: (_, message) => told.push(...sitesChanged.payload.parse(message.json()).items),
  });
  await sites.newUser('eve');
}, 60_000);
afterAll(() => sites?.stop());

const grant = (site_id: string, capability_ids: string[], caller: Caller = ADMIN): Promise<Site> =>
  sites.requests.request(grantCapabilities, { site_id, capability_ids }, { caller });
const find = async (id: string) => (await sites.requests.request(getSites, { ids: [id] })).items[0];
const requestsOf = async (id: string) =>
  (await sites.inDatabase(`select requested_capability_ids as ids from sites.sites where id = '${id}'`))[0]
    ?.ids;

describe('D22 capabilities are what a user admin granted (contract 2.2, design 7)', () => {
  it('those named by whoever creates a site are requests, and give it nothing', async () => {
    expect(await sites.newSite('claims-all', EVE, ['test', 'gpu'])).toEqual({
      id: 'claims-all',
      capability_ids: [],
    });
    expect(await find('claims-all')).toMatchObject({ item: { capability_ids: [] } });
    expect(await requestsOf('claims-all')).toEqual(['test', 'gpu']);
    await expect(grant('claims-all', ['test'], EVE)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(grant('claims-all', ['test'], SITE)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are granted by a user admin, at creation or later, and the services are told', async () => {
    expect(await sites.newSite('granted', ADMIN, ['test'])).toEqual({
      id: 'granted',
      capability_ids: ['test'],
    });
    await sites.newSite('to-be-granted', EVE, ['test', 'gpu']);
    const both = ['test', 'metag-1.0.0'];
    expect(await grant('to-be-granted', [...both, 'test'])).toEqual({
      id: 'to-be-granted',
      capability_ids: both,
    });
    await eventually('the news', () =>
      told.some(({ id, version }) => id === 'to-be-granted' && version === 2),
    );
    expect(told.filter(({ id }) => id === 'to-be-granted').at(-1)).toMatchObject({ capability_ids: both });
    expect(await requestsOf('to-be-granted')).toEqual(['gpu']);
  });

  it('can be taken away again; what changes nothing is not told', async () => {
    await sites.newSite('loses-all', ADMIN, ['test']);
    await grant('loses-all', ['test']);
    await grant('loses-all', []);
    await eventually('the news', () => told.some(({ id, version }) => id === 'loses-all' && version === 2));
    expect(told.filter(({ id }) => id === 'loses-all')).toMatchObject([
      { version: 1, capability_ids: ['test'] },
      { version: 2, capability_ids: [] },
    ]);
  });

  it('are those of the registry, of a site that exists', async () => {
    await expect(grant('granted', ['test', 'flying'])).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('"flying"'),
    });
    await expect(grant('nowhere', ['test'])).rejects.toMatchObject({ code: 'not-found' });
    expect(await find('granted')).toMatchObject({ item: { capability_ids: ['test'] } });
  });
});

describe('D23 nobody becomes user admin by creating a site (contract 2.2)', () => {
  it('as the site of user admins is there from the start', async () => {
    for (const caller of [EVE, ADMIN])
      await expect(sites.newSite(USER_ADMIN_SITE, caller)).rejects.toMatchObject({ code: 'already-exists' });
    await expect(sites.newUser('mallory', { site_admin: [] })).resolves.toMatchObject({ site_admin: [] });
    const rows = await sites.inDatabase(
      `select username from sites.users where '${USER_ADMIN_SITE}' = any(site_admin)`,
    );
    expect(rows).toEqual([{ username: 'admin' }]);
  });

  it('and a site that asks gets a refusal in words and leaves nothing behind', async () => {
    await expect(sites.newSite('orphan', SITE)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('use the token of a user'),
    });
    expect(await find('orphan')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    await expect(
      sites.requests.request(listCredentials, { site_id: 'orphan' }, { caller: ADMIN }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('D35 who may not log in gets no token, and no fault either (contract 2.1)', () => {
  it('a user from the moment they are disabled', async () => {
    await sites.newUser('idle');
    await sites.login('idle', 'password of idle');
    await sites.inDatabase(`update sites.users set disabled = true where username = 'idle'`);
    await expect(sites.login('idle', 'password of idle')).rejects.toMatchObject({
      code: 'wrong-credentials',
    });
  });

  it('a client whose secret is not sent', () =>
    expect(sites.clientLogin({ client_id: 'runtime-client', client_secret: '' })).rejects.toMatchObject({
      code: 'wrong-credentials',
    }));
});

describe('D36 a username is taken once (contract 2.1)', () => {
  it('and refused in words the second time, whatever else is sent', async () => {
    await sites.newUser('finn');
    await expect(sites.newUser('finn', { disabled: true })).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining("'finn'"),
    });
    await sites.login('finn', 'password of finn');
  });

  it('also when two ask at once', async () => {
    const answers = await Promise.allSettled([sites.newUser('gil'), sites.newUser('gil')]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

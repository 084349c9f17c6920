import { issueToken, listUsers, logInByOrcid, replaceUser, type User } from '@callboard/contracts';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { GOOD_ID_TOKEN } from '../../test/stand-in-credentials.fake';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
afterEach(() => expect(gateway.services.faults).toEqual([]));

describe('users over HTTP (contract 2.1)', () => {
  it.each([
    ['eve', 403],
    ['nersc', 403],
    [undefined, 401],
  ] as const)('are not for %s', async (as, status) => {
    const put = await gateway.call('PUT', '/users', { ...(as && { as }), body: { username: 'eve' } });
    const list = await gateway.call('GET', '/admin/users', { ...(as && { as }) });
    expect([put.status, list.status]).toEqual([status, status]);
  });

  it('D36: takes an empty password for none, and resets what is not sent', async () => {
    const asked: object[] = [];
    gateway.services.answer(replaceUser, ({ password, ...rest }) => {
      asked.push({ password, ...rest });
      return { ...rest, email: null, full_name: null };
    });
    const reply = await gateway.ask('PUT', '/users', { username: 'eve', password: '' }, 'ada');
    const reset = { username: 'eve', site_admin: [], disabled: false };
    expect([reply.status, reply.body]).toEqual([200, { ...reset, email: null, full_name: null }]);
    expect(asked).toEqual([{ ...reset, password: '' }]);
  });

  it.each([
    {},
    { username: '' },
    { username: 'eve', password: 'short' },
    { username: 'eve', site_admin: 'x' },
  ])('refuses the shape %j', async (body) => {
    expect((await gateway.ask('PUT', '/users', body, 'ada')).status).toBe(422);
  });

  it('lists more than one page as one array', async () => {
    const all: User[] = Array.from({ length: 450 }, (_, n) => ({
      username: `u${String(n).padStart(3, '0')}`,
      email: null,
      full_name: null,
      site_admin: [],
      disabled: false,
    }));
    gateway.services.answer(listUsers, ({ after = '', limit }) => {
      const rest = all.filter(({ username }) => username > after);
      return { users: rest.slice(0, limit), more: rest.length > limit };
    });
    expect((await gateway.ask('GET', '/admin/users', undefined, 'ada')).body).toEqual(all);
  });
});

describe('a token for who comes from ORCID (contract 2.1, D35)', () => {
  const post = (form: Record<string, string>) =>
    fetch(`${gateway.url}/token`, { method: 'POST', body: new URLSearchParams(form) });

  it('is given for a good ID token, told with the address it comes from', async () => {
    const heard: object[] = [];
    gateway.services.answer(logInByOrcid, (input) => {
      heard.push(input);
      return { access_token: 'issued', token_type: 'bearer', expires: { days: 1, hours: 0, minutes: 0 } };
    });
    const reply = await post({ client_id: GOOD_ID_TOKEN, grant_type: 'client_credentials' });
    expect([reply.status, await reply.json()]).toMatchObject([200, { access_token: 'issued' }]);
    expect(heard).toEqual([{ id_token: GOOD_ID_TOKEN, client_address: expect.any(String) }]);
  });

  it('is 422 for a client id as long as no client id is', async () => {
    gateway.services.answer(issueToken, () => {
      throw new Error('nobody is asked');
    });
    expect((await post({ client_id: 'a'.repeat(301), client_secret: 's' })).status).toBe(422);
    expect((await post({ client_id: `ey.a.${'a'.repeat(9000)}` })).status).toBe(422);
  });
});

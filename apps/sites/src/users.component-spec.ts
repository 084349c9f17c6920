import { type Caller, listUsers, replaceUser, type UserReplacement } from '@callboard/contracts';
import { ADMIN, type SitesUnderTest, startSitesUnderTest, user } from './sites-under-test.builder';

let sites: SitesUnderTest;

beforeAll(async () => {
  sites = await startSitesUnderTest();
}, 60_000);
afterAll(() => sites?.stop());

const replace = (order: Partial<UserReplacement> & { username: string }, caller: Caller = ADMIN) =>
  sites.requests.request(replaceUser, { site_admin: [], disabled: false, ...order }, { caller });
const hashOf = async (username: string): Promise<unknown> =>
  (await sites.inDatabase(`select password_hash from sites.users where username = '${username}'`))[0]
    ?.password_hash;

describe('replacing a user (contract 2.1, D36)', () => {
  it('says all that a user is: what is not named is reset', async () => {
    await sites.newUser('ana', { site_admin: ['nmdc-runtime'] });
    const named = { username: 'ana', email: 'ana@example.org', full_name: 'Ana L.' };
    expect(await replace({ ...named, site_admin: ['a', 'a', 'b'] })).toEqual({
      ...named,
      site_admin: ['a', 'b'],
      disabled: false,
    });
    expect(await replace({ username: 'ana' })).toEqual({
      username: 'ana',
      email: null,
      full_name: null,
      site_admin: [],
      disabled: false,
    });
  });

  it.each([undefined, null, ''])('keeps the password with %j for one', async (password) => {
    const username = `kept-${String(password)}-`;
    await sites.newUser(username);
    const before = await hashOf(username);
    await replace({ username, password });
    expect(await hashOf(username)).toBe(before);
    await sites.login(username, `password of ${username}`);
  });

  it('changes the password when another one is sent', async () => {
    await sites.newUser('ben');
    await replace({ username: 'ben', password: 'the second password' });
    await sites.login('ben', 'the second password');
    await expect(sites.login('ben', 'password of ben')).rejects.toMatchObject({ code: 'wrong-credentials' });
    await expect(replace({ username: 'ben', password: 'short' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('disables: no more logins, and no more deeds', async () => {
    await sites.newUser('cleo', { site_admin: ['nmdc-runtime-useradmin'] });
    await replace({ username: 'cleo', site_admin: ['nmdc-runtime-useradmin'], disabled: true });
    await expect(sites.login('cleo', 'password of cleo')).rejects.toMatchObject({
      code: 'wrong-credentials',
    });
    await expect(replace({ username: 'cleo' }, user('cleo'))).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('is for user admins, and about users that there are', async () => {
    await sites.newUser('dora');
    await expect(replace({ username: 'dora' }, user('dora', 'nmdc-runtime-useradmin'))).rejects.toMatchObject(
      {
        code: 'forbidden',
      },
    );
    await expect(replace({ username: 'dora' }, { kind: 'anonymous' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    await expect(replace({ username: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is refused where no user admin would be left', async () => {
    await expect(replace({ username: 'admin' })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('the list of users (contract 2.1)', () => {
  it('is by name, page by page, without hashes', async () => {
    for (const name of ['zoe', 'yan']) await sites.newUser(name);
    const all: object[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await sites.requests.request(listUsers, { limit: 2, after }, { caller: ADMIN });
      all.push(...page.users);
      after = page.users.at(-1)?.username;
      more = page.more;
    }
    const names = all.map((one) => (one as { username: string }).username);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['admin', 'yan', 'zoe']));
    expect(JSON.stringify(all)).not.toMatch(/hash|scrypt/);
  });

  it('is for user admins', async () => {
    await expect(
      sites.requests.request(listUsers, { limit: 2 }, { caller: user('zoe') }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

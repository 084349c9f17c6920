import { logInByOrcid, replaceUser } from '@callboard/contracts';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ADMIN, type SitesUnderTest, startSitesUnderTest } from './sites-under-test.builder';

const AUDIENCE = 'APP-OF-TESTS';
const JOSIAH = '0000-0002-1825-0097';
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

let sites: SitesUnderTest;
let keys: Keys;
let others: Keys;

beforeAll(async () => {
  [keys, others] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'orcid-1', alg: 'RS256', use: 'sig' };
  sites = await startSitesUnderTest({
    ORCID_JWKS: JSON.stringify({ keys: [jwk] }),
    ORCID_AUDIENCE: AUDIENCE,
    MAX_FAILED_LOGINS_PER_NAME: '3',
  });
}, 60_000);
afterAll(async () => {
  await sites?.stop();
  for (const name of ['ORCID_JWKS', 'ORCID_AUDIENCE', 'MAX_FAILED_LOGINS_PER_NAME']) delete process.env[name];
});

interface Differences {
  key?: Keys;
  issuer?: string;
  audience?: string;
  subject?: string;
  expires?: number | null;
}

function idToken({ key = keys, issuer, audience, subject, expires }: Differences = {}): Promise<string> {
  const token = new SignJWT({ given_name: 'Josiah', family_name: 'Carberry' })
    .setProtectedHeader({ alg: 'RS256', kid: 'orcid-1' })
    .setIssuer(issuer ?? 'https://orcid.org')
    .setAudience(audience ?? AUDIENCE)
    .setSubject(subject ?? JOSIAH);
  if (expires !== null) token.setExpirationTime(expires ?? Math.floor(Date.now() / 1000) + 600);
  return token.sign(key.privateKey);
}

const logIn = (id_token: string, client_address?: string) =>
  sites.requests.request(logInByOrcid, { id_token, client_address });
const usersNamed = (name: string) =>
  sites.inDatabase(`select username, full_name, site_admin from sites.users where username = '${name}'`);

describe('a log-in at ORCID (contract 2.1, D35)', () => {
  it('makes the user at the first time and finds it later, also when many come at once', async () => {
    const token = await idToken();
    const replies = await Promise.all([logIn(token), logIn(token), logIn(token)]);
    replies.push(await logIn(token));
    for (const reply of replies) {
      expect(reply).toMatchObject({ token_type: 'bearer', expires: { days: 1, hours: 0, minutes: 0 } });
      expect(decodeJwt(reply.access_token)).toMatchObject({ sub: `user:${JOSIAH}`, administers: [] });
    }
    expect(await usersNamed(JOSIAH)).toEqual([
      { username: JOSIAH, full_name: 'Josiah Carberry', site_admin: [] },
    ]);
  });

  it('lets nobody in by a password, as there is none', async () => {
    await logIn(await idToken());
    await expect(sites.login(JOSIAH, '')).rejects.toMatchObject({ code: 'wrong-credentials' });
  });

  it.each<[string, () => Differences]>([
    ['signed by another key', () => ({ key: others })],
    ['of another issuer', () => ({ issuer: 'https://sandbox.orcid.org' })],
    ['for another application', () => ({ audience: 'APP-OF-OTHERS' })],
    ['past its end', () => ({ expires: 1_700_000_000 })],
    ['without an end', () => ({ expires: null })],
    ['about no ORCID iD', () => ({ subject: 'admin' })],
    ['about a mistyped iD', () => ({ subject: '0000-0002-1825-0098' })],
  ])('is refused with a token %s', async (_, differences) => {
    const token = await idToken({ subject: '0000-0001-5109-3700', ...differences() });
    await expect(logIn(token)).rejects.toMatchObject({ code: 'wrong-credentials' });
    expect(await usersNamed('0000-0001-5109-3700')).toEqual([]);
  });

  it('is refused with a token that says that it needs no signature, or is no token', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [, claims = ''] = (await idToken()).split('.');
    for (const forged of [
      `${part({ alg: 'none' })}.${claims}.`,
      `${part({ alg: 'HS256' })}.${claims}.x`,
      'x.y.z',
    ])
      await expect(logIn(forged)).rejects.toMatchObject({ code: 'wrong-credentials' });
  });

  it('is refused to a disabled user', async () => {
    const subject = '0000-0002-1694-233X';
    await logIn(await idToken({ subject }));
    const disabled = { username: subject, site_admin: [], disabled: true };
    await sites.requests.request(replaceUser, disabled, { caller: ADMIN });
    await expect(logIn(await idToken({ subject }))).rejects.toMatchObject({ code: 'wrong-credentials' });
  });

  it('is limited as every login is', async () => {
    const forged = await idToken({ key: others });
    const codes: string[] = [];
    for (let n = 0; n < 6; n += 1)
      codes.push((await logIn(forged, '192.0.2.1').catch((error: { code: string }) => error.code)) as string);
    expect(codes[0]).toBe('wrong-credentials');
    expect(codes.at(-1)).toBe('too-many-requests');
    await logIn(await idToken(), '192.0.2.2');
  });
});

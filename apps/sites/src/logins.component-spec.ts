import { DomainError } from '@callboard/kernel';
import { type SitesUnderTest, startSitesUnderTest, user } from './sites-under-test.builder';
import { generateCredentials } from '@callboard/contracts';

const PER_NAME = 4;
const PER_ADDRESS = 30;
const LIMITS = {
  MAX_FAILED_LOGINS_PER_NAME: String(PER_NAME),
  MAX_FAILED_LOGINS_PER_ADDRESS: String(PER_ADDRESS),
};

let sites: SitesUnderTest;

beforeAll(async () => {
  // Two processes, as `--scale sites=2` runs them: requests go to either.
  sites = await startSitesUnderTest(LIMITS, 2);
  for (const username of ['ana', 'ben', 'cleo', 'dora']) await sites.newUser(username);
}, 60_000);
afterAll(() => sites?.stop());

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'ok',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
/** Guesses one after the other until it is refused, and gives how many were looked at. */
async function guessesTaken(guess: (n: number) => Promise<unknown>): Promise<number> {
  for (let n = 0; ; n += 1) {
    const code = await codeOf(guess(n));
    if (code === 'too-many-requests') return n;
    expect(code).toBe('wrong-credentials');
  }
}
/** One or two failures may leak away while a test runs. */
const about = (limit: number, taken: number): void => {
  expect(taken).toBeGreaterThanOrEqual(limit);
  expect(taken).toBeLessThanOrEqual(limit + 2);
};

describe('failed logins (contract 2.1), over all processes of the service', () => {
  it('of a name from an address are refused after so many, also with the right password', async () => {
    about(PER_NAME, await guessesTaken(() => sites.login('ana', 'a guess', '192.0.2.1')));
    const refused = await sites.login('ana', 'password of ana', '192.0.2.1').catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'too-many-requests',
      details: { retry_after_s: expect.any(Number) },
    });
    const { retry_after_s: wait } = (refused as { details: { retry_after_s: number } }).details;
    expect(Number.isInteger(wait) && wait >= 1 && wait <= 60 / PER_NAME).toBe(true);
  });

  it('lock nobody out elsewhere, nor others at that address', async () => {
    await guessesTaken(() => sites.login('ana', 'a guess', '192.0.2.9'));
    await sites.login('ana', 'password of ana', '192.0.2.10');
    await sites.login('ben', 'password of ben', '192.0.2.9');
  });

  it('are refused before the password is looked at', async () => {
    await guessesTaken(() => sites.login('cleo', 'a guess', '192.0.2.2'));
    // Comparing with this would be a fault.
    await sites.inDatabase(`update sites.users set password_hash = 'damaged' where username = 'cleo'`);
    expect(await codeOf(sites.login('cleo', 'a guess', '192.0.2.2'))).toBe('too-many-requests');
    expect(await codeOf(sites.login('cleo', 'a guess', '192.0.2.3'))).toBe('internal');
  });

  it('of many names from one network are refused too, those of sites among them', async () => {
    await sites.newSite('LANL', user('ben'));
    const made = await sites.requests.request(
      generateCredentials,
      { site_id: 'LANL' },
      { caller: user('ben') },
    );
    const taken = await guessesTaken((n) =>
      n % 2 === 0
        ? sites.login(`nobody ${n}`, 'a guess', `2001:db8:0:1::${n}`)
        : sites.clientLogin({ client_id: `nobody ${n}`, client_secret: 'a guess' }, `2001:db8:0:1::${n}`),
    );
    expect(taken).toBeGreaterThanOrEqual(PER_ADDRESS);
    expect(taken).toBeLessThanOrEqual(PER_ADDRESS + 10);
    // A failure leaks away every two seconds, so the next login might come after one: time goes back for the network.
    await sites.inDatabase(
      "update sites.failed_logins set clear_at = clear_at + interval '30 s' where who like 'address 2001%'",
    );
    expect(await codeOf(sites.clientLogin(made, '2001:db8:0:1::ffff'))).toBe('too-many-requests');
    await sites.clientLogin(made, '2001:db8:0:2::1');
  });

  it('count no more for a name once its password was right', async () => {
    const guess = () => codeOf(sites.login('dora', 'a guess', '192.0.2.4'));
    for (let n = 1; n < PER_NAME; n += 1) expect(await guess()).toBe('wrong-credentials');
    await sites.login('dora', 'password of dora', '192.0.2.4');
    for (let n = 1; n < PER_NAME; n += 1) expect(await guess()).toBe('wrong-credentials');
  });

  it('get no further by guessing all at once', async () => {
    const guesses = Array.from({ length: 60 }, () => codeOf(sites.login('ben', 'a guess', '192.0.2.5')));
    const codes = await Promise.all(guesses);
    // Two are compared at a time in each of the two processes, so that many may be under way when the limit is met.
    expect(codes.filter((code) => code === 'wrong-credentials').length).toBeLessThanOrEqual(PER_NAME + 6);
    expect(new Set(codes)).toEqual(new Set(['wrong-credentials', 'too-many-requests']));
  });

  it('are counted under no name, and successes are not written at all', async () => {
    const rows = JSON.stringify(await sites.inDatabase('select * from sites.failed_logins'));
    expect(rows).not.toMatch(/ana|cleo|guess/);
    const before = await writes();
    await sites.login('admin', 'the first password', '192.0.2.6');
    expect(await writes()).toEqual(before);
  });
});

const writes = () => sites.inDatabase('select xmin, who, clear_at from sites.failed_logins order by who');

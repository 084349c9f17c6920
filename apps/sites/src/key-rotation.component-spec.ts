import { TokenVerifier } from '@callboard/service-kit';
import { eventually } from '@callboard/testing';
import { decodeProtectedHeader } from 'jose';
import { Database } from '@callboard/persistence';
import { migrations } from './persistence/migrations';
import { PostgresKeyRotationStore } from './persistence/postgres-key-rotation-store';
import { type SitesUnderTest, startSitesUnderTest } from './sites-under-test.builder';
import { RotateSigningKey } from './use-cases/rotate-signing-key';

let sites: SitesUnderTest;
let database: Database;

beforeAll(async () => {
  sites = await startSitesUnderTest({}, 2);
  const url = process.env.DATABASE_URL ?? '';
  database = await Database.open({ url, service: 'sites', migrations });
}, 60_000);
afterAll(async () => {
  await database?.close();
  await sites?.stop();
});

const token = async (): Promise<string> => (await sites.login('admin', 'the first password')).access_token;
const kidOf = (text: string): string => decodeProtectedHeader(text).kid ?? '';

/** `whilePublished` is done while the new key is published and does not sign yet. */
const rotate = (compromised: boolean, whilePublished: () => Promise<void> = async () => undefined) =>
  new RotateSigningKey(new PostgresKeyRotationStore(database), whilePublished, () => undefined).execute({
    publishMs: 0,
    compromised,
  });

describe('a new signing key while everything runs', () => {
  it('signs from then on in every process, and tokens of before hold', async () => {
    const running = sites.verifier();
    const before = await token();
    await running.verify(before);
    await rotate(false, async () => {
      expect(kidOf(await token())).toBe(kidOf(before));
    });
    // Queue groups hand requests out to both processes.
    const after = await Promise.all(Array.from({ length: 8 }, token));
    const kids = new Set(after.map(kidOf));
    expect(kids.size).toBe(1);
    expect(kids.has(kidOf(before))).toBe(false);
    const fresh = new TokenVerifier(sites.requests);
    await eventually('a running process takes the new key', () =>
      running.verify(after[0] ?? '').then(() => true),
    );
    for (const each of [before, ...after]) {
      await running.verify(each);
      await fresh.verify(each);
    }
  });

  it('refuses tokens of a key that was retired within two seconds, also those seen before', async () => {
    const running = sites.verifier();
    const before = await token();
    await running.verify(before);
    const start = performance.now();
    await rotate(true);
    await eventually('the old token is refused', () =>
      running.verify(before).then(
        () => false,
        ({ code }: { code?: string }) => code === 'unauthenticated',
      ),
    );
    expect(performance.now() - start).toBeLessThan(2_000);
    const after = await token();
    await eventually('the new one is taken', () => running.verify(after).then(() => true));
  });
});

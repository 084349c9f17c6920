import { Database } from '@callboard/persistence';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import { migrations } from '../../../apps/sites/src/persistence/migrations';
import { PostgresSigningKeysStore } from '../../../apps/sites/src/persistence/postgres-signing-keys-store';
import { newSigningKey } from '../../../apps/sites/src/tokens/new-signing-key';
import { rotateKeys } from './rotate-keys';

let place: TestDatabase;
let database: Database;
let keys: PostgresSigningKeysStore;

beforeAll(async () => {
  place = await testDatabase([{ service: 'sites', migrations }]);
  database = await Database.open({ url: place.url('sites'), service: 'sites', migrations });
  keys = new PostgresSigningKeysStore(database);
  await keys.activateIfNone(await newSigningKey());
});
afterAll(async () => {
  await database?.close();
  await place?.drop();
});

async function run(
  args: string[],
  url?: string,
): Promise<{ code: number; printed: string; complained: string }> {
  const [printed, complained]: [string[], string[]] = [[], []];
  const code = await rotateKeys({
    args,
    env: url === undefined ? {} : { DATABASE_URL: url },
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}

describe('rotate-keys', () => {
  it('replaces the key as the role of sites, and says what becomes of tokens', async () => {
    const before = await keys.active();
    const { code, printed, complained } = await run(['--publish-seconds', '0'], place.url('sites'));
    expect([code, complained]).toEqual([0, '']);
    expect(printed).toMatch(/is published; it signs in 0 s\n.* signs new tokens\n.* taken for 25 h more/);
    expect((await keys.active())?.kid).not.toBe(before?.kid);
    expect(await keys.publicKeys()).toHaveLength(2);
  });

  it('refuses all tokens of before when told that the keys are known', async () => {
    const { code, printed } = await run(['--compromised'], place.url('sites'));
    expect(code).toBe(0);
    expect(printed).toMatch(/refused from now on/);
    expect(await keys.publicKeys()).toHaveLength(1);
  });

  it.each([
    [['--publish-seconds', 'soon'], 64, /takes a whole number from 0 to 3600, not "soon"/],
    [['--force'], 64, /Unknown option '--force'/],
    [[], 78, /DATABASE_URL is missing: set DATABASE_URL or DATABASE_URL_FILE/],
  ])('says what is wrong with %j', async (args, exit, words) => {
    const { code, complained } = await run(args);
    expect(code).toBe(exit);
    expect(complained).toMatch(words);
  });

  it('refuses a login that is not the one of sites', async () => {
    const { code, complained } = await run([], place.adminUrl);
    expect(code).toBe(1);
    expect(complained).toMatch(/log in as callboard_sites/);
  });
});

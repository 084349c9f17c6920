import { Database } from '@callboard/persistence';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import { newSigningKey } from '../tokens/new-signing-key';
import { RotateSigningKey } from '../use-cases/rotate-signing-key';
import { migrations } from './migrations';
import { PostgresKeyRotationStore } from './postgres-key-rotation-store';
import { PostgresSigningKeysStore } from './postgres-signing-keys-store';

let testing: TestDatabase;
let database: Database;
let keys: PostgresSigningKeysStore;
let rotations: PostgresKeyRotationStore;

beforeAll(async () => {
  testing = await testDatabase([{ service: 'sites', migrations }]);
  database = await Database.open({ url: testing.url('sites'), service: 'sites', migrations });
  keys = new PostgresSigningKeysStore(database);
  rotations = new PostgresKeyRotationStore(database);
});
afterAll(async () => {
  await database?.close();
  await testing?.drop();
});
beforeEach(async () => {
  await database.query('delete from signing_keys');
  await keys.activateIfNone(await newSigningKey());
});

const activeKid = async (): Promise<string | undefined> => (await keys.active())?.kid;
const published = async (): Promise<string[]> => (await keys.publicKeys()).map(({ kid }) => kid);
const rotate = (compromised = false, wait: (ms: number) => Promise<void> = async () => undefined) =>
  new RotateSigningKey(rotations, wait, () => undefined).execute({ publishMs: 60_000, compromised });

describe('the rotation of the signing key', () => {
  it('publishes the new key before it signs, and takes tokens of the old one until they have expired', async () => {
    const before = await activeKid();
    const waits: number[] = [];
    await rotate(false, async (ms) => {
      waits.push(ms);
      expect(await activeKid()).toBe(before);
      expect(await published()).toHaveLength(2);
    });
    expect(waits).toEqual([expect.any(Number)]);
    expect(waits[0]).toBeGreaterThan(55_000);
    expect(await activeKid()).not.toBe(before);
    expect(await published()).toEqual([before, await activeKid()]);
    const [old] = await database.query<{ hours: number; private_jwk: unknown }>(
      'select extract(epoch from retires_at - now())::float8 / 3600 as hours, private_jwk from signing_keys where kid = $1',
      [before],
    );
    expect(old?.hours).toBeGreaterThan(24.5);
    expect(old?.hours).toBeLessThan(25.1);
    expect(old?.private_jwk).toBeNull();
    await database.query(`update signing_keys set retires_at = now() where kid = $1`, [before]);
    expect(await published()).toEqual([await activeKid()]);
  });

  it('goes on where it was interrupted, with what is left to wait', async () => {
    await expect(rotate(false, () => Promise.reject(new Error('Ctrl-C')))).rejects.toThrow('Ctrl-C');
    const [, waiting] = await published();
    await database.query(
      `update signing_keys set created_at = now() - interval '40 seconds' where kid = $1`,
      [waiting],
    );
    const waits: number[] = [];
    await rotate(false, async (ms) => void waits.push(ms));
    expect(waits[0]).toBeGreaterThan(10_000);
    expect(waits[0]).toBeLessThan(21_000);
    expect(await activeKid()).toBe(waiting);
  });

  it('happens once for programs that run at the same time', async () => {
    const results = await Promise.allSettled([rotate(), rotate(), rotate()]);
    const first = results.filter(({ status }) => status === 'fulfilled').length;
    expect(first).toBeGreaterThanOrEqual(1);
    const rows = await database.query<{ active: boolean }>('select active from signing_keys');
    expect(rows.filter(({ active }) => active)).toHaveLength(1);
    expect(rows).toHaveLength(1 + first);
  });

  it('refuses every other key at once when they are known to somebody else, one that waits included', async () => {
    await rotate();
    const leaked = await published();
    const { kid } = await rotations.publishNext(await newSigningKey());
    await rotate(true, async (ms) => void expect(ms).toBe(0));
    expect(await published()).toEqual([await activeKid()]);
    expect([...leaked, kid]).not.toContain(await activeKid());
  });
});

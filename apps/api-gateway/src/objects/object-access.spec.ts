import type { StoredObject } from '@callboard/contracts';
import { ObjectStore } from '../object-storage/object-store';
import { PublicAddress } from '../public-address';
import type { GatewaySettings } from '../settings';
import { ObjectAccesses } from './object-access';

const SITE = 'nmdc-runtime';
const STORE = {
  OBJECT_STORE_ENDPOINT: 'https://store.example.org/',
  OBJECT_STORE_REGION: 'us-east-1',
  OBJECT_STORE_BUCKET: 'callboard',
  OBJECT_STORE_ACCESS_KEY_ID: 'id',
  OBJECT_STORE_SECRET_ACCESS_KEY: 'secret',
};
const object = (more: Partial<StoredObject>, ...accessIds: string[]): StoredObject => ({
  id: 'sys01',
  document: { access_methods: accessIds.map((access_id) => ({ access_id, type: 'https' })) },
  types: [],
  manager: SITE,
  version: 1,
  created_at: '2026-01-02T00:00:00.000Z',
  stored: false,
  ...more,
});

const accesses = (store: Partial<GatewaySettings> = STORE): ObjectAccesses =>
  new ObjectAccesses(new PublicAddress('https://h'), new ObjectStore(store), {
    RUNTIME_SITE_ID: SITE,
  } as GatewaySettings);

const code = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('access to the bytes of an object (contract 2.4)', () => {
  it('leads to the stored file for the own id of a stored object only', async () => {
    const stored = object({ stored: true });
    const url = 'https://h/metadata/stored_files/sys01';
    expect(await accesses().of(stored, 'sys01')).toEqual({ headers: null, url });
    await expect(accesses().of(stored, 'other')).rejects.toThrow(code('not-found'));
    await expect(accesses().of(object({}), 'sys01')).rejects.toThrow(code('not-found'));
  });

  it("leads into the store for an access id of the runtime's own site", async () => {
    const { headers, url } = await accesses().of(object({}, 'a', `${SITE}:sys01`), `${SITE}:sys01`);
    expect(headers).toBeNull();
    expect(url).toMatch(/^https:\/\/store.example.org\/callboard\/sys01\?/);
  });

  it.each([
    ['is none of the object', object({}, `${SITE}:sys01`), `${SITE}:sys02`],
    ['is of another site', object({}, 'NERSC:sys01'), 'NERSC:sys01'],
    [
      'is of the runtime, in an object of another site',
      object({ manager: 'NERSC' }, `${SITE}:k`),
      `${SITE}:k`,
    ],
    ['leads out of the bucket', object({}, `${SITE}:..`), `${SITE}:..`],
    ['has a path', object({}, `${SITE}:a/b`), `${SITE}:a/b`],
    ['has no key', object({}, `${SITE}:`), `${SITE}:`],
  ])('is refused when the access id %s', async (_, known, accessId) => {
    await expect(accesses().of(known, accessId)).rejects.toThrow(code('not-found'));
  });

  it('says what to set when there is no store, and only then', async () => {
    const known = object({}, `${SITE}:sys01`);
    const refusal = accesses({}).of(known, `${SITE}:sys01`);
    await expect(refusal).rejects.toThrow(code('object-storage-missing'));
    await expect(refusal).rejects.toThrow(/OBJECT_STORE_ENDPOINT, .*OBJECT_STORE_SECRET_ACCESS_KEY/);
    await expect(accesses({}).of(known, 'other')).rejects.toThrow(code('not-found'));
  });
});

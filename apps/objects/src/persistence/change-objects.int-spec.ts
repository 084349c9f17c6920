import { randomUUID } from 'node:crypto';
import type { DrsObjectPatch, StoredObject } from '@callboard/contracts';
import {
  ALPHA,
  described,
  type ObjectsOnPostgres,
  objectsOnPostgres,
  sha256,
  site,
  stored,
} from './objects.builder';

let objects: ObjectsOnPostgres;
beforeAll(async () => {
  objects = await objectsOnPostgres();
});
afterAll(() => objects?.close());

const register = async (object = described()): Promise<StoredObject> => stored(await objects.one({ object }));
const change = (id: string, changes: DrsObjectPatch, caller = ALPHA): Promise<StoredObject> =>
  objects.change.execute(id, changes, caller);
const anyChecksum = () => ({ type: 'md5', checksum: randomUUID() });

/** An object whose bytes are kept. */
async function registerStored(): Promise<StoredObject> {
  const bytes = Buffer.from(randomUUID());
  const uploadId = randomUUID();
  await objects.append.execute({ uploadId, n: 0, bytes }, ALPHA);
  const checksums = [{ type: 'sha256', checksum: sha256(bytes) }];
  return stored(await objects.one({ object: described({ checksums, size: bytes.length }), uploadId }));
}

describe('a change of an object (contract 2.4)', () => {
  it('is stored with a new version, and leaves alone what was not sent', async () => {
    const { id, document } = await register(described({ name: 'a.txt', description: 'first' }));
    const changed = await change(id, { description: 'second', name: null });
    expect(changed).toMatchObject({
      id,
      version: 2,
      document: { ...document, description: 'second', name: null },
    });
    expect((await objects.store.find([id])).objects.get(id)).toEqual(changed);
  });

  it('changes nothing, the version included, when it says what is there', async () => {
    const object = await register();
    expect(await change(object.id, { size: object.document['size'] as number })).toEqual(object);
    expect(await change(object.id, {})).toEqual(object);
  });

  it('is refused when the whole would be no object', async () => {
    const { id } = await register();
    await expect(change(id, { access_methods: null })).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await objects.store.find([id])).objects.get(id)?.version).toBe(1);
  });

  it('is for the managing site alone; an unknown object is said to be unknown', async () => {
    const { id } = await register();
    await expect(change(id, { size: 1 }, site('beta'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(change('none', { size: 1 }, site('beta'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells no trigger: types and events stay as they are', async () => {
    const { id } = await register();
    await change(id, { size: 37 });
    expect(await objects.events(id)).toEqual([]);
  });

  it('keeps every one of many changes at once', async () => {
    const { id } = await register();
    const fields = ['name', 'description', 'version', 'mime_type'] as const;
    await Promise.all(
      fields.map((field) =>
        change(id, { [field]: 'text/plain'.replace('/', field === 'mime_type' ? '/' : '-') }),
      ),
    );
    const object = (await objects.store.find([id])).objects.get(id);
    expect(object?.version).toBe(5);
    expect(object?.document).toMatchObject({
      name: 'text-plain',
      description: 'text-plain',
      version: 'text-plain',
    });
  });
});

describe('checksums in a change (contract 2.4)', () => {
  it('that another object has are refused by its id, and nothing else is changed', async () => {
    const [first, second] = [await register(), await register()];
    const checksums = [
      anyChecksum(),
      ...(first.document['checksums'] as { type: string; checksum: string }[]),
    ];
    await expect(change(second.id, { checksums, size: 1 })).rejects.toMatchObject({
      code: 'object-exists',
      details: { object_id: first.id },
    });
    const free = checksums.slice(0, 1);
    expect(stored(await objects.one({ object: described({ checksums: free }) })).version).toBe(1);
  });

  it('that are given up can be had by others', async () => {
    const object = await register();
    const before = object.document['checksums'] as { type: string; checksum: string }[];
    await change(object.id, { checksums: [anyChecksum()] });
    expect((await register(described({ checksums: before }))).id).not.toBe(object.id);
    await expect(change(object.id, { checksums: before })).rejects.toMatchObject({ code: 'object-exists' });
  });

  it('wanted by many at the same moment go to one', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => register()));
    const checksums = [anyChecksum(), anyChecksum()];
    const results = await Promise.allSettled(
      many.map(({ id }, at) => change(id, { checksums: at % 2 ? checksums : [...checksums].reverse() })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'object-exists' });
    }
  });

  it('cannot be swapped by two objects that want each other’s', async () => {
    const [a, b] = [await register(), await register()];
    const of = ({ document }: StoredObject) => document['checksums'] as { type: string; checksum: string }[];
    const results = await Promise.allSettled([
      change(a.id, { checksums: of(b) }),
      change(b.id, { checksums: of(a) }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('a change of an object whose bytes are kept', () => {
  it('cannot change its size or checksums, and may say them again', async () => {
    const { id, document } = await registerStored();
    await expect(change(id, { size: 1 })).rejects.toMatchObject({ code: 'content-kept' });
    await expect(change(id, { checksums: [anyChecksum()] })).rejects.toMatchObject({ code: 'content-kept' });
    const same = { size: document['size'], checksums: document['checksums'] } as DrsObjectPatch;
    expect(await change(id, { ...same, name: 'b.txt' })).toMatchObject({ version: 2, stored: true });
    expect(await objects.store.readChunk(id, 0)).toMatchObject({ name: 'b.txt' });
  });

  it('keeps the way to the bytes, whatever access methods are sent', async () => {
    const { id } = await registerStored();
    const access = { type: 'https' as const, access_url: { url: 'https://elsewhere.example.org/x' } };
    const changed = await change(id, { access_methods: [access] });
    expect(changed.document['access_methods']).toEqual([access, { type: 'https', access_id: id }]);
    expect((await change(id, { name: 'c' })).document['access_methods']).toHaveLength(2);
  });
});

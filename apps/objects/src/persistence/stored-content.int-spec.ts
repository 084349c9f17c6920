import { randomBytes, randomUUID } from 'node:crypto';
import { CHUNK_BYTES } from '@callboard/contracts';
import {
  ADMIN,
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

/** Appends bytes in chunks and gives the id of the upload. */
async function upload(bytes: Buffer, uploadId: string = randomUUID(), caller = ALPHA): Promise<string> {
  for (let n = 0; n * CHUNK_BYTES < Math.max(1, bytes.length); n += 1) {
    const chunk = bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES);
    await objects.append.execute({ uploadId, n, bytes: chunk }, caller);
  }
  return uploadId;
}

const describing = (bytes: Buffer) =>
  described({ size: bytes.length, checksums: [{ type: 'sha256', checksum: sha256(bytes) }] });

describe('stored content', () => {
  it('becomes what the object says, in one commit, and reads back chunk by chunk', async () => {
    const bytes = randomBytes(2 * CHUNK_BYTES + 17);
    const object = { ...describing(bytes), name: 'a.bin', mime_type: 'application/x-test' };
    const registered = stored(await objects.one({ object, uploadId: await upload(bytes) }));
    expect(registered).toMatchObject({
      stored: true,
      document: { access_methods: [{ type: 'https', access_id: registered.id }] },
    });
    const read: Uint8Array[] = [];
    for (let n = 0, last = false; !last; n += 1) {
      const chunk = await objects.store.readChunk(registered.id, n);
      if (!chunk) throw new Error(`chunk ${n} is missing`);
      expect(chunk).toMatchObject({ size: bytes.length, mimeType: 'application/x-test', name: 'a.bin' });
      read.push(chunk.bytes);
      last = chunk.last;
    }
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
    expect(await objects.store.readChunk(registered.id, 3)).toBeUndefined();
    expect(await objects.store.readChunk(stored(await objects.one()).id, 0)).toBeUndefined();
  });

  it('may be empty', async () => {
    const none = Buffer.alloc(0);
    const registered = stored(await objects.one({ object: describing(none), uploadId: await upload(none) }));
    expect(await objects.store.readChunk(registered.id, 0)).toMatchObject({ size: 0, last: true });
  });

  it('is refused when size or sha256 differ, or a chunk is missing, and can be mended', async () => {
    const bytes = randomBytes(100);
    const uploadId = await upload(bytes);
    const object = describing(bytes);
    const other = described({
      size: 100,
      checksums: [{ type: 'sha256', checksum: sha256(Buffer.from('other')) }],
    });
    const mismatch = { code: 'checksum-mismatch' };
    expect(await objects.one({ object: { ...object, size: 99 }, uploadId })).toMatchObject(mismatch);
    expect(await objects.one({ object: other, uploadId })).toMatchObject(mismatch);
    const gap = randomUUID();
    await objects.append.execute({ uploadId: gap, n: 1, bytes: bytes.subarray(50) }, ALPHA);
    expect(await objects.one({ object: { ...object, size: 50 }, uploadId: gap })).toMatchObject({
      ...mismatch,
      details: { n: 0 },
    });
    await objects.append.execute({ uploadId: gap, n: 0, bytes: bytes.subarray(0, 50) }, ALPHA);
    expect(stored(await objects.one({ object, uploadId: gap })).stored).toBe(true);
  });

  it('belongs to the site that appended it', async () => {
    const bytes = randomBytes(10);
    const uploadId = await upload(bytes);
    const theirs = await objects.one({ object: describing(bytes), uploadId }, site('beta'));
    expect(theirs).toMatchObject({ code: 'not-found' });
    await expect(objects.append.execute({ uploadId, n: 1, bytes }, ADMIN)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('is that of one object, however often it is registered', async () => {
    const bytes = randomBytes(10);
    const uploadId = await upload(bytes);
    const calls = Array.from({ length: 10 }, (_, n) =>
      objects.one({ object: describing(bytes), uploadId, registrationKey: `op/${n < 5 ? 'a' : n}` }),
    );
    const answers = await Promise.all(calls);
    const ids = new Set(answers.flatMap((answer) => ('id' in answer ? [answer.id] : [])));
    expect(ids.size).toBe(1);
    const codes = new Set(answers.flatMap((answer) => ('code' in answer ? [answer.code] : [])));
    expect([...codes].every((code) => code === 'object-exists' || code === 'upload-conflict')).toBe(true);
    const otherSums = { ...describing(bytes), checksums: [{ type: 'md5', checksum: randomUUID() }] };
    expect(await objects.one({ object: otherSums, uploadId })).toMatchObject({ code: 'upload-conflict' });
  });

  it('takes repeated chunks, and no others once it is bound', async () => {
    const bytes = randomBytes(10);
    const uploadId = await upload(bytes);
    await upload(bytes, uploadId);
    stored(await objects.one({ object: describing(bytes), uploadId }));
    await upload(bytes, uploadId);
    const conflict = { code: 'upload-conflict' };
    await expect(upload(randomBytes(10), uploadId)).rejects.toMatchObject(conflict);
    await expect(objects.append.execute({ uploadId, n: 1, bytes }, ALPHA)).rejects.toMatchObject(conflict);
  });

  it('counts chunks that come at once right', async () => {
    const uploadId = randomUUID();
    const chunks = Array.from({ length: 24 }, (_, n) => ({
      uploadId,
      n: n % 12,
      bytes: Buffer.alloc(100, n % 12),
    }));
    await Promise.all(chunks.map((chunk) => objects.append.execute(chunk, ALPHA)));
    expect(await objects.uploads.find('alpha', uploadId)).toEqual({
      bytes: 1200,
      chunks: 12,
      objectId: null,
    });
  });

  it('is removed when nobody made an object of it within a day', async () => {
    const [kept, stale] = [randomBytes(10), randomBytes(10)];
    const keptUpload = await upload(kept);
    const registered = stored(await objects.one({ object: describing(kept), uploadId: keptUpload }));
    const staleUploads = await Promise.all(Array.from({ length: 25 }, () => upload(stale)));
    const fresh = await upload(stale);
    await objects.database.query(
      `update uploads set touched_at = now() - interval '25 hours' where upload_id <> $1`,
      [fresh],
    );
    const removed = await Promise.all([objects.removeStale.execute(), objects.removeStale.execute()]);
    expect((removed[0] ?? 0) + (removed[1] ?? 0)).toBeGreaterThanOrEqual(25);
    for (const uploadId of staleUploads)
      expect(await objects.uploads.find('alpha', uploadId)).toBeUndefined();
    expect(await objects.uploads.find('alpha', fresh)).toBeDefined();
    expect(await objects.store.readChunk(registered.id, 0)).toMatchObject({ last: true });
    const [row] = await objects.database.query<{ n: number }>(
      'select count(*)::int as n from content_chunks c where not exists (select from uploads u where u.id = c.upload)',
    );
    expect(row?.n).toBe(0);
  });
});

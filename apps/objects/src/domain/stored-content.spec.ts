import { CHUNK_BYTES, CONTENT_BYTES } from '@callboard/contracts';
import { appended, compareDigest, compareSize, withStoredAccess } from './stored-content';

const upload = { bytes: 10, chunks: 1, objectId: null };
const chunk = { uploadId: 'upload-1', n: 1, bytes: 5 };
const described = { size: 3, checksums: [{ type: 'sha256', checksum: 'AB12' }] };

describe('an upload', () => {
  it('grows by a new chunk and stays what it is by a repeated one', () => {
    expect(appended(upload, chunk)).toEqual({ bytes: 15, chunks: 2, objectId: null });
    expect(appended(upload, { ...chunk, sameAsStored: true })).toBe(upload);
    const bound = { ...upload, objectId: 'o' };
    expect(appended(bound, { ...chunk, sameAsStored: true })).toBe(bound);
  });

  it.each([
    ['other bytes for a chunk', upload, { ...chunk, sameAsStored: false }, 'upload-conflict'],
    ['more bytes once it is content', { ...upload, objectId: 'o' }, chunk, 'upload-conflict'],
    ['a chunk over the limit', upload, { ...chunk, bytes: CHUNK_BYTES + 1 }, 'too-large'],
    ['more than the limit', { ...upload, bytes: CONTENT_BYTES - 4 }, chunk, 'too-large'],
  ])('refuses %s', (_, before, arriving, code) => {
    expect(() => appended(before, arriving)).toThrow(expect.objectContaining({ code }));
  });

  it('takes exactly as much as is allowed', () => {
    expect(appended({ ...upload, bytes: CONTENT_BYTES - 5 }, chunk).bytes).toBe(CONTENT_BYTES);
  });
});

describe('stored content', () => {
  it('has the size and the sha256 that the object states, if it does', () => {
    expect(compareSize(described, 3)).toBeUndefined();
    expect(compareSize(described, 4)).toMatchObject({ code: 'checksum-mismatch', details: { size: 4 } });
    expect(compareDigest(described, 'ab12')).toBeUndefined();
    expect(compareDigest(described, 'cd34')).toMatchObject({ code: 'checksum-mismatch' });
    expect(compareDigest({ size: 3, checksums: [{ type: 'md5', checksum: 'x' }] }, 'cd34')).toBeUndefined();
  });

  it('is reached by the id of its object, besides the ways that were stated', () => {
    const other = { type: 's3', access_id: 'bucket' } as const;
    const object = { ...described, created_time: '2026-01-01T00:00:00Z', access_methods: [other] };
    expect(withStoredAccess('o', object).access_methods).toEqual([other, { type: 'https', access_id: 'o' }]);
  });
});

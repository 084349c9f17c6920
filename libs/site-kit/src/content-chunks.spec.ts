import { CHUNK_BYTES, CONTENT_BYTES } from '@callboard/contracts';
import { contentChunks } from './content-chunks';

async function chunksOf(bytes: Parameters<typeof contentChunks>[0]): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of contentChunks(bytes)) chunks.push(Buffer.from(chunk));
  return chunks;
}
async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('contentChunks', () => {
  const bytes = Buffer.from(Array.from({ length: 2 * CHUNK_BYTES + 5 }, (_, at) => at % 251));

  it.each([
    ['at once', bytes],
    ['in small pieces', inPieces(bytes, 99_999)],
    ['in large pieces', inPieces(bytes, CHUNK_BYTES + 7)],
  ])('cuts what comes %s into whole chunks and a rest', async (_, given) => {
    const chunks = await chunksOf(given);
    expect(chunks.map(({ length }) => length)).toEqual([CHUNK_BYTES, CHUNK_BYTES, 5]);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });

  it('gives one chunk for nothing, and no empty one behind a whole', async () => {
    expect((await chunksOf(new Uint8Array())).map(({ length }) => length)).toEqual([0]);
    expect((await chunksOf(inPieces(new Uint8Array(), 1))).map(({ length }) => length)).toEqual([0]);
    expect((await chunksOf(bytes.subarray(0, CHUNK_BYTES))).map(({ length }) => length)).toEqual([
      CHUNK_BYTES,
    ]);
  });

  it('takes no more than an object may hold, and reads no further', async () => {
    const piece = Buffer.alloc(CHUNK_BYTES);
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield piece;
      }
    }
    await expect(
      (async () => {
        for await (const chunk of contentChunks(endless())) void chunk;
      })(),
    ).rejects.toMatchObject({ code: 'too-large' });
    expect(read).toBe(CONTENT_BYTES / CHUNK_BYTES + 1);
  });
});

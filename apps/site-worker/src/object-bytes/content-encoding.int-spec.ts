import { pipeline, Readable } from 'node:stream';
import { brotliCompressSync, constants, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { eventually } from '@callboard/testing';
import { readAll, testReader } from './test-reader.builder';
import { startServer, type TestServer } from './test-server.builder';
import type { UrlReader } from './url-reader';

const MEGABYTE = 1024 * 1024;
const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
let server: TestServer;
let reader: UrlReader;

beforeEach(async () => {
  server = await startServer();
  reader = testReader([server.host]);
});

afterEach(async () => {
  reader.close();
  await server.stop();
});

function* endless(piece: Buffer): Generator<Buffer> {
  for (;;) yield piece;
}

describe('packed answers', () => {
  const text = '>x\nACGT\n'.repeat(1000);
  const encodings: [string, Buffer][] = [
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
  ];

  function answerPacked(encoding: string, bytes: Buffer): void {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': bytes.length });
      response.end(bytes);
    };
  }

  it('are not asked for', async () => {
    server.answer = (_request, response) => response.end(text);
    expect(await readAll(reader, server.base)).toBe(text);
    expect(server.asked[0]?.headers['accept-encoding']).toBe('identity');
  });

  it.each(encodings)('in %s are unpacked all the same', async (encoding, bytes) => {
    answerPacked(encoding, bytes);
    expect(await readAll(reader, server.base, { size: text.length })).toBe(text);
  });

  it('are passed on as they are where the object is what was packed', async () => {
    const bytes = gzipSync('ACGT');
    answerPacked('gzip', bytes);
    expect(await readAll(reader, server.base, { size: bytes.length })).toBe(bytes.toString());
  });

  it.each(['zstd', 'gzip, br', 'aes128gcm'])('in %s are refused', async (encoding) => {
    answerPacked(encoding, Buffer.from('x'));
    await expect(readAll(reader, server.base)).rejects.toMatchObject({ code: 'unreadable-object' });
  });

  it.each(encodings)('in %s that break off may come another time', async (encoding, bytes) => {
    answerPacked(encoding, bytes.subarray(0, bytes.length - 9));
    await expect(readAll(reader, server.base)).rejects.toMatchObject({
      code: 'unreachable-object',
      more: { retriable: true },
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', (bytes: Buffer) => brotliCompressSync(bytes, QUICKLY)],
  ])('in %s that grow without measure are cut off', async (encoding, pack) => {
    answerPacked(encoding, pack(Buffer.alloc(60 * MEGABYTE)));
    await expect(readAll(reader, server.base)).rejects.toMatchObject({
      code: 'compression-ratio',
      more: { retriable: false },
    });
  });

  it('that never end are cut off', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const zeros = Readable.from(endless(Buffer.alloc(MEGABYTE)), { objectMode: false });
      pipeline(zeros, createGzip({ level: 1 }), response, () => undefined);
    };
    await expect(readAll(reader, server.base)).rejects.toMatchObject({ code: 'compression-ratio' });
    await eventually('the server has no connection', async () => (await server.connections()) === 0);
  });

  it('may grow much while they are small', async () => {
    answerPacked('gzip', gzipSync(Buffer.alloc(9 * MEGABYTE)));
    expect(await readAll(reader, server.base)).toHaveLength(9 * MEGABYTE);
  });

  it('are no more than the site takes when they are unpacked', async () => {
    reader.close();
    reader = testReader([server.host], { maxBytes: 4000 });
    answerPacked('gzip', gzipSync(text));
    await expect(readAll(reader, server.base)).rejects.toMatchObject({ code: 'object-too-large' });
  });
});

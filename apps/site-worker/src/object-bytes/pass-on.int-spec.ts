import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { eventually } from '@callboard/testing';
import { readAll, testReader } from './test-reader.builder';
import { startServer, type TestServer } from './test-server.builder';
import type { UrlLimits, UrlReader } from './url-reader';

const MEGABYTE = 1024 * 1024;
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

function limitTo(limits: Partial<UrlLimits>): void {
  reader.close();
  reader = testReader([server.host], limits);
}

/** Once a download has failed, its connection is of no more use. */
async function expectNoConnection(): Promise<void> {
  await eventually('the server has no connection', async () => (await server.connections()) === 0);
}

describe('the time of a download', () => {
  const slow = { code: 'download-too-slow', more: { retriable: true } };

  it('ends when no answer comes', async () => {
    limitTo({ answerTimeoutMs: 150 });
    server.answer = () => undefined;
    await expect(readAll(reader, server.base)).rejects.toMatchObject({
      ...slow,
      message: expect.stringContaining('no answer came for 150 ms'),
    });
    await expectNoConnection();
  });

  it('ends when the server falls silent in the middle', async () => {
    limitTo({ idleTimeoutMs: 150 });
    server.answer = (_request, response) => void response.write('>x\n');
    await expect(readAll(reader, server.base)).rejects.toMatchObject({
      ...slow,
      message: expect.stringContaining('nothing came for 150 ms'),
    });
    await expectNoConnection();
  });

  it('ends as a whole, though a little comes all the time', async () => {
    limitTo({ totalTimeoutMs: 400, idleTimeoutMs: 300 });
    server.answer = (_request, response) => {
      const drip = setInterval(() => response.write('A'), 20);
      response.on('close', () => clearInterval(drip));
    };
    await expect(readAll(reader, server.base)).rejects.toMatchObject({
      ...slow,
      message: expect.stringContaining('not finished after 400 ms'),
    });
    await expectNoConnection();
  });

  it('does not run while its reader is busy with what came', async () => {
    limitTo({ idleTimeoutMs: 100 });
    server.answer = (_request, response) => response.end(Buffer.alloc(MEGABYTE));
    const open = await reader.open(new URL(server.base), {
      headers: {},
      size: MEGABYTE,
      signal: new AbortController().signal,
    });
    let bytes = 0;
    for await (const piece of open) {
      if (bytes === 0) await once(AbortSignal.timeout(300), 'abort');
      bytes += piece.length;
    }
    expect(bytes).toBe(MEGABYTE);
  });

  it('lets go of an answer that nobody reads', async () => {
    limitTo({ idleTimeoutMs: 150, totalTimeoutMs: 60_000 });
    server.answer = (_request, response) => void response.write('>x\n');
    await reader.open(new URL(server.base), { headers: {}, size: 6, signal: new AbortController().signal });
    await expectNoConnection();
  });
});

describe('the bytes of a download', () => {
  it('are no more than the site takes, whether the server says so before or not', async () => {
    limitTo({ maxBytes: 1000 });
    server.answer = (_request, response) => response.end('A'.repeat(1001));
    await expect(readAll(reader, server.base)).rejects.toMatchObject({ code: 'object-too-large' });
    server.answer = (_request, response) => {
      response.write('A'.repeat(600));
      response.end('A'.repeat(401));
    };
    await expect(readAll(reader, server.base)).rejects.toMatchObject({
      code: 'object-too-large',
      more: { retriable: false },
    });
    await expectNoConnection();
  });

  it('are refused by their stated length before they come', async () => {
    limitTo({ maxBytes: 1000 });
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '1001' });
      response.flushHeaders();
    };
    await expect(readAll(reader, server.base)).rejects.toMatchObject({ code: 'object-too-large' });
  });

  it.each([
    ['broken off', (end: (text: string) => void) => end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nACGT')],
    ['broken off in a chunk', (end) => end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\nACGT')],
    ['no HTTP', (end) => end('SSH-2.0-x\r\n')],
    ['nothing', (end) => end('')],
  ] as [string, (end: (text: string) => void) => void][])(
    'that are %s may come another time',
    async (_what, send) => {
      server.answer = (request) => send((text) => request.socket.end(text));
      await expect(readAll(reader, server.base)).rejects.toMatchObject({
        code: 'unreachable-object',
        more: { retriable: true },
      });
    },
  );

  it('end where the server said that they do', async () => {
    server.answer = (request) => request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nACGTACGT');
    expect(await readAll(reader, server.base)).toBe('ACGT');
  });

  it('are taken as slowly as they are read', async () => {
    const piece = randomBytes(MEGABYTE);
    let sent = 0;
    server.answer = async (_request, response) => {
      while (sent < 200 && !response.destroyed) {
        sent += 1;
        if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
    };
    const open = await reader.open(new URL(server.base), {
      headers: {},
      size: 1,
      signal: new AbortController().signal,
    });
    const pieces = open[Symbol.asyncIterator]();
    await pieces.next();
    let before = -1;
    await eventually('the server waits', () => before === sent || void (before = sent), { everyMs: 300 });
    expect(sent).toBeLessThan(50);
    await pieces.return?.();
    await expectNoConnection();
  });
});

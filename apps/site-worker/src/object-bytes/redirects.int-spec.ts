import type { IncomingMessage } from 'node:http';
import { follow } from './redirects';
import { readAll, testReader } from './test-reader.builder';
import { startServer, type TestServer } from './test-server.builder';
import type { UrlReader } from './url-reader';

let server: TestServer;
let other: TestServer;
let reader: UrlReader;

beforeEach(async () => {
  [server, other] = await Promise.all([startServer(), startServer()]);
  reader = testReader([server.host, other.host]);
  other.answer = (_request, response) => response.end('there');
});

afterEach(async () => {
  reader.close();
  await Promise.all([server.stop(), other.stop()]);
});

/** Redirects every path in `targets`; all others give `here`. */
function redirecting(targets: Record<string, string>, status = 302): void {
  server.answer = (request, response) => {
    const location = targets[request.url ?? ''];
    if (location === undefined) response.end('here');
    else response.writeHead(status, { location }).end('moved');
  };
}

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('of status %d are followed, relative ones too', async (status) => {
    redirecting({ '/a': 'b?x=1' }, status);
    expect(await readAll(reader, `${server.base}/a`)).toBe('here');
    expect(server.asked.map(({ url }) => url)).toEqual(['/a', '/b?x=1']);
  });

  it('are followed five times', async () => {
    redirecting({ '/1': '/2', '/2': '/3', '/3': '/4', '/4': '/5', '/5': '/6' });
    expect(await readAll(reader, `${server.base}/1`)).toBe('here');
    redirecting({ '/1': '/2', '/2': '/3', '/3': '/4', '/4': '/5', '/5': '/6', '/6': '/7' });
    await expect(readAll(reader, `${server.base}/1`)).rejects.toMatchObject({ code: 'too-many-redirects' });
  });

  it('in a circle end', async () => {
    redirecting({ '/a': '/a' });
    await expect(readAll(reader, `${server.base}/a`)).rejects.toMatchObject({
      code: 'too-many-redirects',
      more: { retriable: false },
    });
    expect(server.asked).toHaveLength(6);
  });

  it.each([
    ['file:///etc/passwd', 'scheme-refused'],
    ['ftp://host/x', 'scheme-refused'],
    ['data:text/plain,ACGT', 'scheme-refused'],
    ['http://user:secret@host/x', 'credentials-refused'],
    ['http://[', 'unreachable-object'],
    ['', 'unreachable-object'],
    ['http://169.254.169.254/latest/meta-data', 'address-refused'],
    ['//10.0.0.1/x', 'address-refused'],
  ])('to %j end in %s', async (location, code) => {
    redirecting({ '/a': location });
    const reading = readAll(reader, `${server.base}/a`);
    await expect(reading).rejects.toMatchObject({ code, more: { retriable: false } });
    await expect(reading).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  });

  it('from https: to http: are not followed', async () => {
    const asked: string[] = [];
    const ask = async (url: URL) => {
      asked.push(url.href);
      const answer = { statusCode: 302, headers: { location: 'http://h/b' }, destroy: () => undefined };
      return answer as unknown as IncomingMessage;
    };
    await expect(follow(new URL('https://h/a'), {}, ask)).rejects.toMatchObject({ code: 'scheme-refused' });
    expect(asked).toEqual(['https://h/a']);
  });

  it.each([300, 304, 206, 204])('are not answers of status %d, nor are those the object', async (status) => {
    server.answer = (_request, response) => response.writeHead(status, { location: '/b' }).end();
    await expect(readAll(reader, `${server.base}/a`)).rejects.toMatchObject({ code: 'unreachable-object' });
  });
});

describe('the headers of an access method', () => {
  const headers = { Authorization: 'Bearer secret', cookie: 'a=secret', 'X-Key': 'secret' };

  it('are sent to the origin of its URL', async () => {
    redirecting({ '/a': '/b' });
    await readAll(reader, `${server.base}/a`, { headers });
    for (const { headers: sent } of server.asked)
      expect(sent).toMatchObject({ authorization: 'Bearer secret', cookie: 'a=secret', 'x-key': 'secret' });
  });

  it('are sent to no other, and not again on the way back', async () => {
    redirecting({ '/a': `${other.base}/b` });
    other.answer = (_request, response) => response.writeHead(302, { location: `${server.base}/c` }).end();
    expect(await readAll(reader, `${server.base}/a`, { headers })).toBe('here');
    const [first, back] = server.asked;
    expect(first?.headers.authorization).toBe('Bearer secret');
    for (const asked of [other.asked[0], back])
      expect(JSON.stringify(asked?.rawHeaders)).not.toMatch(/secret|authorization|cookie|x-key/i);
  });

  it('leave the connection, the host and the extent of the answer alone', async () => {
    redirecting({});
    const own = {
      Host: 'inner',
      Connection: 'close',
      Range: 'bytes=0-1',
      'Accept-Encoding': 'gzip',
      TE: 'trailers',
    };
    await readAll(reader, `${server.base}/a`, {
      headers: { ...own, 'If-None-Match': 'x', 'Proxy-Authorization': 'y' },
    });
    expect(server.asked[0]?.headers).toEqual({
      accept: '*/*',
      'user-agent': 'callboard-site-worker',
      'accept-encoding': 'identity',
      connection: 'keep-alive',
      host: server.host,
    });
  });

  it.each([
    ['line breaks', { 'x-key': 'a\r\nhost: inner' }],
    ['names that are none', { 'x key:': 'secret' }],
    ['more than a few', Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`x-${at}`, '']))],
    ['great length', { 'x-key': 'x'.repeat(9000) }],
  ])('with %s are refused', async (_what, wrong) => {
    await expect(readAll(reader, server.base, { headers: wrong })).rejects.toMatchObject({
      code: 'unreadable-object',
      message: expect.not.stringMatching(/secret|inner/),
    });
    expect(server.asked).toHaveLength(0);
  });
});

it('URLs with a user and password are refused', async () => {
  const url = new URL(server.base);
  url.username = 'user';
  url.password = 'word';
  await expect(readAll(reader, url.href)).rejects.toMatchObject({
    code: 'credentials-refused',
    message: expect.not.stringMatching(/user:|word@/),
  });
  expect(server.asked).toHaveLength(0);
});

it.each([
  [404, false],
  [500, true],
  [429, true],
])('answers of status %d are told, retriable %s', async (status, retriable) => {
  server.answer = (_request, response) => response.writeHead(status).end();
  await expect(readAll(reader, `${server.base}/reads.fa?signature=secret`)).rejects.toMatchObject({
    code: 'unreachable-object',
    message: `${server.base}/reads.fa answers with status ${status}`,
    more: { retriable },
  });
});

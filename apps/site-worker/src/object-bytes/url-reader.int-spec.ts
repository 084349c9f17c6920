import { eventually } from '@callboard/testing';
import { readAll, testReader } from './test-reader.builder';
import { startServer, type TestServer } from './test-server.builder';
import type { UrlReader } from './url-reader';

let server: TestServer;
let other: TestServer;
let reader: UrlReader;

beforeEach(async () => {
  [server, other] = await Promise.all([startServer(), startServer()]);
  reader = testReader([server.host]);
  server.answer = (_request, response) => response.end('ACGT');
  other.answer = (_request, response) => response.end('inner');
});

afterEach(async () => {
  reader.close();
  await Promise.all([server.stop(), other.stop()]);
});

/** A reader whose resolver gives these answers one after the other. */
function resolving(...answers: string[][]): { reader: UrlReader; asked: string[] } {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    const addresses = answers[asked.push(host) - 1] ?? answers.at(-1) ?? [];
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  reader.close();
  reader = testReader([server.host], { resolve, connectTimeoutMs: 300 });
  return { reader, asked };
}

const refused = { code: 'address-refused', more: { retriable: false } };

describe('the addresses that a site reads from', () => {
  it.each([
    (port: number) => `http://127.0.0.1:${port}/`,
    (port: number) => `http://localhost:${port}/`,
    (port: number) => `http://LOCALHOST:${port}/`,
    (port: number) => `http://2130706433:${port}/`,
    (port: number) => `http://0x7f.1:${port}/`,
    (port: number) => `http://0177.0.0.1:${port}/`,
    (port: number) => `http://127.1:${port}/`,
    (port: number) => `http://%31%32%37.0.0.1:${port}/`,
    (port: number) => `http://①②⑦.0.0.1:${port}/`,
    (port: number) => `http://0:${port}/`,
    (port: number) => `http://[::1]:${port}/`,
    (port: number) => `http://[::]:${port}/`,
    (port: number) => `http://[::ffff:127.0.0.1]:${port}/`,
    (port: number) => `http://[::ffff:7f00:1]:${port}/`,
    (port: number) => `http://[64:ff9b::7f00:1]:${port}/`,
    () => 'http://169.254.169.254/latest/meta-data/',
    () => 'https://10.0.0.1/',
  ])('are not inward ones: %s', async (url) => {
    await expect(readAll(reader, url(other.port))).rejects.toMatchObject(refused);
    expect(await other.connections()).toBe(0);
  });

  it('may be inward where the operator allows the host, and the port', async () => {
    expect(await readAll(reader, `${server.base}/x`)).toBe('ACGT');
    await expect(readAll(reader, `${other.base}/x`)).rejects.toMatchObject(refused);
    await expect(readAll(reader, `http://localhost:${server.port}/x`)).rejects.toMatchObject(refused);
    reader.close();
    reader = testReader(['localhost']);
    expect(await readAll(reader, `http://localhost:${other.port}/x`)).toBe('inner');
  });

  it('are those a name has, all of them', async () => {
    const { reader, asked } = resolving(
      ['127.0.0.1'],
      ['93.184.216.34', '127.0.0.1'],
      ['::ffff:10.0.0.1'],
      [],
    );
    for (let time = 0; time < 3; time += 1)
      await expect(readAll(reader, `http://rebinding.test:${other.port}/`)).rejects.toMatchObject({
        ...refused,
        message: expect.not.stringMatching(/10\.0\.0\.1|184/),
      });
    await expect(readAll(reader, `http://rebinding.test:${other.port}/`)).rejects.toMatchObject({
      code: 'unreachable-object',
      more: { retriable: true },
    });
    expect(asked).toHaveLength(4);
    expect(other.asked).toHaveLength(0);
  });

  it('are looked up once for a connection, so that a second answer comes too late', async () => {
    // Of the first answer nobody is there; were the name looked up again to connect, the server here would be reached.
    const { reader, asked } = resolving(['2000::1'], ['127.0.0.1']);
    const url = `http://rebinding.test:${other.port}/`;
    await expect(readAll(reader, url)).rejects.toMatchObject({ code: 'unreachable-object' });
    expect(asked).toHaveLength(1);
    await expect(readAll(reader, url)).rejects.toMatchObject(refused);
    expect(await other.connections()).toBe(0);
  });

  it('are looked at again after a redirect', async () => {
    server.answer = (_request, response) => response.writeHead(302, { location: other.base }).end();
    await expect(readAll(reader, server.base)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining(other.base),
    });
    expect(await other.connections()).toBe(0);
  });
});

describe('connections', () => {
  it('are used again, and closed at the end', async () => {
    for (let time = 0; time < 3; time += 1) await readAll(reader, server.base);
    expect(await server.connections()).toBe(1);
    reader.close();
    await eventually('the server has no connection', async () => (await server.connections()) === 0);
  });

  it('that a server closes just then are made anew', async () => {
    await readAll(reader, server.base);
    const [first] = server.asked;
    server.answer = (request, response) =>
      request.socket === first?.socket ? request.socket.destroy() : response.end('anew');
    expect(await readAll(reader, server.base)).toBe('anew');
  });

  it('are given up with the download for which they are made', async () => {
    const stopping = new AbortController();
    server.answer = () => stopping.abort(new Error('the job is cancelled'));
    await expect(readAll(reader, server.base, { signal: stopping.signal })).rejects.toThrow(
      'the job is cancelled',
    );
    await eventually('the server has no connection', async () => (await server.connections()) === 0);
  });

  it('that nobody accepts are told of', async () => {
    const gone = await startServer();
    await gone.stop();
    reader.close();
    reader = testReader(['127.0.0.1']);
    await expect(readAll(reader, `${gone.base}/x?signature=secret`)).rejects.toMatchObject({
      code: 'unreachable-object',
      message: expect.stringMatching(/ECONNREFUSED/),
      more: { retriable: true },
    });
    await expect(readAll(reader, `${gone.base}/x?signature=secret`)).rejects.toMatchObject({
      message: expect.not.stringMatching(/secret/),
    });
  });
});

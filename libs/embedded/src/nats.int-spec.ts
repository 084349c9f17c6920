import { once } from 'node:events';
import { rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect, type NatsConnection } from 'nats';
import { brokerConfig } from './broker-config';
import { EmbeddedError } from './embedded-error';
import { freePort } from './free-port';
import { startNats, type EmbeddedNats } from './nats';
import { temporaryFolder } from './temporary-folder';

jest.setTimeout(60_000);

const folder = temporaryFolder();
let port: number;
let server: EmbeddedNats;
const connections: NatsConnection[] = [];

const configFor = (onPort: number, ...users: string[]): string =>
  brokerConfig({
    port: onPort,
    storeDir: join(folder, 'js'),
    syncInterval: 'always',
    services: users.map((user) => ({ user, password: 'secret' })),
    sites: [],
    exports: { services: [], streams: [] },
  });

async function login(user: string): Promise<NatsConnection> {
  const connection = await connect({ servers: server.url, user, pass: 'secret', reconnect: false });
  connections.push(connection);
  return connection;
}

beforeAll(async () => {
  port = await freePort();
  server = await startNats({ config: configFor(port, 'first'), dir: folder, port });
});
afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('startNats', () => {
  it('keeps its configuration from others', () => {
    expect(statSync(server.configFile).mode & 0o777).toBe(0o600);
  });

  it('keeps messages over kill and start', async () => {
    const before = await login('first');
    await (await before.jetstreamManager()).streams.add({ name: 'KEPT', subjects: ['kept'] });
    await before.jetstream().publish('kept');
    await server.kill();
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
    server = await startNats({ configFile: server.configFile, port });
    const manager = await (await login('first')).jetstreamManager();
    expect((await manager.streams.info('KEPT')).state.messages).toBe(1);
  });

  it('reloads users without cutting the others, and keeps the old settings when the new ones are bad', async () => {
    const first = await login('first');
    await expect(login('second')).rejects.toThrow(/Authorization/);
    await server.reload(configFor(port, 'first', 'second'));
    await expect(login('second')).resolves.toBeDefined();
    await expect(server.reload('nonsense {')).rejects.toMatchObject({ code: 'broker-config-invalid' });
    await expect(login('second')).resolves.toBeDefined();
    await expect(first.flush()).resolves.toBeUndefined();
  });

  it('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const start = startNats({ config: configFor(taken), dir: join(folder, 'other'), port: taken });
    await expect(start).rejects.toMatchObject({ code: 'port-taken' });
    other.close();
  });

  it('passes on what the server says of a broken configuration', async () => {
    const broken = startNats({ config: 'listen: {', dir: join(folder, 'broken'), port: await freePort() });
    const error: unknown = await broken.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EmbeddedError);
    expect(error).toMatchObject({
      code: 'start-failed',
      message: expect.stringContaining('Parse error'),
    });
  });
});

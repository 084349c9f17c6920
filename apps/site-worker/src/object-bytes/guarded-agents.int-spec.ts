import { once } from 'node:events';
import { createServer, get, type Server } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, Socket } from 'node:net';
import { eventually } from '@callboard/testing';
import { AllowedHosts } from './allowed-hosts';
import { GuardedAgents } from './guarded-agents';
import { AddressRefused, connectGuarded, type ConnectionRules } from './guarded-connection';
import { selfSigned } from './self-signed.builder';
import { readAll, testReader } from './test-reader.builder';
import { startServer } from './test-server.builder';

const { cert, key } = selfSigned();
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer({ cert, key }, (_request, response) => response.end('ACGT'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});

afterAll(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
});

function rulesFor(allowed: string, more: Partial<ConnectionRules> = {}): ConnectionRules {
  return { allowed: AllowedHosts.parse(allowed), connectTimeoutMs: 5000, ...more };
}

/** The status and text of an answer over TLS by these agents, which trust the server here. */
async function over(agents: GuardedAgents, host = 'localhost'): Promise<string> {
  agents.https.options.ca = cert;
  const request = get(`https://${host}:${port}/`, { agent: agents.https });
  const [answer] = await once(request, 'response');
  let text = '';
  for await (const piece of answer) text += String(piece);
  return text;
}

describe('connections with TLS', () => {
  it('are made to a host that is allowed, and kept', async () => {
    const agents = new GuardedAgents(rulesFor('localhost'));
    expect([await over(agents), await over(agents)]).toEqual(['ACGT', 'ACGT']);
    expect(Object.values(agents.https.freeSockets).flat()).toHaveLength(1);
    agents.close();
    await eventually('none is kept', () => Object.values(agents.https.freeSockets).flat().length === 0);
  });

  it('are not made to one that is not', async () => {
    const agents = new GuardedAgents(rulesFor('127.0.0.1'));
    await expect(over(agents)).rejects.toThrow(AddressRefused);
    agents.close();
  });

  it('are for the name in the URL', async () => {
    const agents = new GuardedAgents(rulesFor('127.0.0.1'));
    await expect(over(agents, '127.0.0.1')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    agents.close();
  });

  it('are not made with a certificate that nobody vouches for, nor ever will', async () => {
    const reader = testReader(['localhost']);
    await expect(readAll(reader, `https://localhost:${port}/`)).rejects.toMatchObject({
      code: 'unreachable-object',
      more: { retriable: false },
    });
    reader.close();
  });
});

describe('a guarded connection', () => {
  const target = { host: 'public.test', port: 80, readyEvent: 'connect' as const };
  const resolve = async () => [{ address: '93.184.216.34', family: 4 }];

  it('is not handed over when it ended elsewhere than where the name pointed', async () => {
    const inner = await startServer();
    const dialling = connectGuarded(target, rulesFor('', { resolve }), () =>
      connect(inner.port, '127.0.0.1'),
    );
    await expect(dialling).rejects.toThrow(AddressRefused);
    await eventually('it is closed', async () => (await inner.connections()) === 0);
    expect(inner.asked).toHaveLength(0);
    await inner.stop();
  });

  it.each([true, false])('gives public addresses to the socket, all of them: %s', async (all) => {
    const found = await new Promise((tell) => {
      void connectGuarded(target, rulesFor('', { resolve }), (lookup) => {
        lookup('public.test', { all }, (...result) => tell(result));
        return new Socket();
      }).catch(() => undefined);
    });
    expect(found).toEqual(all ? [null, await resolve()] : [null, '93.184.216.34', 4]);
  });

  it('is begun with none of the addresses of a name when one of them is refused', async () => {
    const mixed = async () => [...(await resolve()), { address: '::1', family: 6 }];
    const found = await new Promise((tell) => {
      void connectGuarded(target, rulesFor('', { resolve: mixed }), (lookup) => {
        lookup('public.test', { all: true }, (...result) => tell(result));
        return new Socket();
      }).catch(() => undefined);
    });
    expect(found).toEqual([expect.any(AddressRefused), '']);
  });

  it('is given up when the name is not found in time, or the handshake does not come', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const at = silent.address() as AddressInfo;
    const reader = testReader(['127.0.0.1'], {
      connectTimeoutMs: 150,
      resolve: () => new Promise(() => undefined),
    });
    for (const url of ['http://public.test/', `https://127.0.0.1:${at.port}/`])
      await expect(readAll(reader, url)).rejects.toMatchObject({
        code: 'unreachable-object',
        message: expect.stringContaining('no connection after 150 ms'),
        more: { retriable: true },
      });
    reader.close();
    await new Promise((closed) => silent.close(closed));
  });

  it('is given up when the site stops', async () => {
    const reader = testReader([], { resolve: () => new Promise(() => undefined) });
    const reading = readAll(reader, 'http://public.test/');
    await new Promise(setImmediate);
    reader.close();
    await expect(reading).rejects.toMatchObject({ message: expect.stringContaining('the site is stopping') });
  });
});

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { EmbeddedError } from './embedded-error';

const HOST = '127.0.0.1';
const handedOut = new Set<number>();

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}

/** Whether a server could listen on 127.0.0.1:`port` right now (ports below 1024 may be refused as well). */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== undefined;
}

/**
 * Below the ports that systems give to connections that go out (from 32768 on Linux, 49152 elsewhere): such a connection
 * would take a port between the look at it and its use, or while a server of ours that has it is restarted.
 */
const LOWEST = 20_000;
const HIGHEST = 32_767;

/**
 * A TCP port of 127.0.0.1 that nobody listens on, never the same twice in one process. Another process that is told to
 * listen there may still take it before you do: treat `port-taken` as a normal answer.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (handedOut.has(port) || !(await isPortFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(`no free port of 127.0.0.1 was found from ${LOWEST} to ${HIGHEST} in 100 attempts`);
}

/** The refusal of a taken port, the same whether we or the server noticed. */
export function portTaken(port: number, lines: readonly string[] = []): EmbeddedError {
  return new EmbeddedError(
    'port-taken',
    `port ${port} of 127.0.0.1 is taken by another program: stop it, or choose another port`,
    lines,
  );
}

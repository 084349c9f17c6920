import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on 127.0.0.1 that answers as the test says, and keeps what it was asked. */
export interface TestServer {
  answer: RequestListener;
  readonly asked: IncomingMessage[];
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly base: string;
  readonly port: number;
  connections(): Promise<number>;
  stop(): Promise<void>;
}

export async function startServer(): Promise<TestServer> {
  const server = createServer((request, response) => {
    started.asked.push(request);
    started.answer(request, response);
  });
  // A connection that ends is one that the reader ended.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const started: TestServer = {
    answer: (_request, response) => response.end(),
    asked: [],
    host: `127.0.0.1:${port}`,
    base: `http://127.0.0.1:${port}`,
    port,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((fault, count) => (fault ? reject(fault) : resolve(count))),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return started;
}

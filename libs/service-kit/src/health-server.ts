import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Health } from './health';
import { metricsText } from './metrics';

export interface HealthServer {
  /** Base address, such as `http://127.0.0.1:41234`. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves `/health/live` (200 while the process runs), `/health/ready` (200 or 503, with the result of each check) and
 * `/metrics`. Port 0 takes any free one. Rejects when the port cannot be had.
 */
export async function startHealthServer(health: Health, host: string, port: number): Promise<HealthServer> {
  const server = createServer((request, response) => {
    answer(health, request.url ?? '/', response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 1_000;
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  const named = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${named}:${address.port}`, close: () => close(server) };
}

async function answer(health: Health, url: string, response: ServerResponse): Promise<void> {
  switch (url.replace(/\?.*$/, '')) {
    case '/health/live':
      return send(response, 200, { status: 'live' });
    case '/health/ready': {
      const { ready, checks } = await health.report();
      return send(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not-ready', checks });
    }
    case '/metrics': {
      const { contentType, text } = await metricsText();
      response.writeHead(200, { 'content-type': contentType }).end(text);
      return;
    }
    default:
      return send(response, 404, { detail: 'there are /health/live, /health/ready and /metrics' });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`no health server on HEALTH_PORT ${port}: ${error.message}`)),
    );
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'nats';
import { BARE_SUBJECT, bareSettings } from './bare-settings';

/** The first of the bare hops: an HTTP request becomes a NATS request, with nothing around it. */
async function main(): Promise<void> {
  // Its parent may be killed: then nobody hears what it says.
  process.once('disconnect', () => process.exit());
  const { username, password, host } = new URL(bareSettings().natsUrl);
  const nats = await connect({ servers: host, user: username, pass: password });
  const server = createServer((asked, reply) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      nats.request(BARE_SUBJECT, Buffer.concat(chunks), { timeout: 5000 }).then(
        (message) => reply.setHeader('content-type', 'application/json').end(message.data),
        () => reply.writeHead(503).end(),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
}

void main();

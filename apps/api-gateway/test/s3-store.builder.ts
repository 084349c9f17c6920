import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endOfHolding, signatureOf } from './signature-v4.builder';

export const BUCKET = 'callboard';
const KEY_ID = 'key-of-tests';
const SECRET = 'secret-of-tests';

interface KeptBytes {
  type: string;
  bytes: Buffer;
}

/** A store that speaks as much S3 as presigned addresses need: it checks each signature itself, and keeps bytes. */
export async function startS3Store() {
  const objects = new Map<string, KeptBytes>();
  let ahead = 0;
  const server = createServer((request, response) => {
    answer(request, response, objects, Date.now() + ahead).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    objects,
    settings: {
      OBJECT_STORE_ENDPOINT: endpoint,
      OBJECT_STORE_REGION: 'us-east-1',
      OBJECT_STORE_BUCKET: BUCKET,
      OBJECT_STORE_ACCESS_KEY_ID: KEY_ID,
      OBJECT_STORE_SECRET_ACCESS_KEY: SECRET,
    },
    /** The store's clock goes so many seconds ahead. */
    setAhead: (seconds: number) => (ahead = seconds * 1000),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type S3Store = Awaited<ReturnType<typeof startS3Store>>;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  objects: Map<string, KeptBytes>,
  now: number,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const refusal = refusalOf(request, now);
  if (refusal !== undefined) return reply(response, 403, `<Error><Code>${refusal}</Code></Error>`);
  const { pathname } = new URL(request.url ?? '', 'http://store');
  if (request.method === 'PUT') {
    objects.set(pathname, { type: request.headers['content-type'] ?? '', bytes: Buffer.concat(chunks) });
    return reply(response, 200, '');
  }
  const kept = objects.get(pathname);
  if (kept === undefined) return reply(response, 404, '<Error><Code>NoSuchKey</Code></Error>');
  reply(response, 200, kept.bytes, kept.type);
}

function refusalOf(
  { method = '', url: target = '', headers }: IncomingMessage,
  now: number,
): string | undefined {
  const { searchParams } = new URL(target, 'http://store');
  if (searchParams.get('X-Amz-Credential')?.split('/')[0] !== KEY_ID) return 'InvalidAccessKeyId';
  if (!(now < endOfHolding(target))) return 'AccessDenied';
  const signature = signatureOf({ method, target, headers }, SECRET);
  return signature === searchParams.get('X-Amz-Signature') ? undefined : 'SignatureDoesNotMatch';
}

function reply(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  type = 'application/xml',
): void {
  response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body);
}

import {
  anySiteRequestSubject,
  appendContent,
  getObjects,
  readContent,
  registerObjects,
} from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { JSONCodec, type NatsConnection } from 'nats';
import type { z } from 'zod';

type In<C extends { input: z.ZodType }> = z.infer<C['input']>;

const codec = JSONCodec<unknown>();
const NOT_FOUND = { ok: false, error: { code: 'not-found', message: 'there is no such object' } };

/** What the stand-in holds: the bytes of each object. */
export type StoredObjects = Map<string, Buffer>;

/** Answers a site as the service `objects` does, as far as stored content goes. */
export function standInForObjects(nats: NatsConnection): StoredObjects {
  const stored: StoredObjects = new Map();
  const uploads = new Map<string, Buffer[]>();
  const answer = (verb: string, reply: (input: unknown) => unknown): void => {
    nats.subscribe(anySiteRequestSubject(verb), {
      callback: (_error, message) => void message.respond(codec.encode(reply(codec.decode(message.data)))),
    });
  };
  answer(appendContent.verb, (input) => {
    const { upload_id, n, bytes } = input as In<typeof appendContent>;
    const upload = uploads.get(upload_id) ?? [];
    upload[n] = Buffer.from(bytes, 'base64');
    uploads.set(upload_id, upload);
    return { ok: true, output: { upload_id, received_bytes: 0 } };
  });
  answer(registerObjects.verb, (input) => {
    const { items } = input as In<typeof registerObjects>;
    return { ok: true, output: { items: items.map((item) => ({ ok: true, item: newObject(item) })) } };
  });
  answer(getObjects.verb, (input) => {
    const { ids } = input as In<typeof getObjects>;
    const items = ids.map((id) => (stored.has(id) ? { ok: true, item: objectOf(id) } : NOT_FOUND));
    return { ok: true, output: { items } };
  });
  answer(readContent.verb, (input) => {
    const { object_id, n } = input as In<typeof readContent>;
    const bytes = stored.get(object_id);
    if (bytes === undefined) return NOT_FOUND;
    const chunk = bytes.subarray(n * CHUNK, (n + 1) * CHUNK);
    const last = (n + 1) * CHUNK >= bytes.length;
    const about = { size: bytes.length, mime_type: 'application/json', name: object_id };
    return { ok: true, output: { bytes: chunk.toString('base64'), last, ...about } };
  });
  const newObject = ({ upload_id }: In<typeof registerObjects>['items'][number]) => {
    const id = mintId();
    stored.set(id, Buffer.concat(uploads.get(upload_id ?? '') ?? []));
    return objectOf(id);
  };
  return stored;
}

const CHUNK = 1024 * 1024;

const objectOf = (id: string) => ({
  id,
  name: id,
  description: '',
  size: 1,
  created_time: new Date(0).toISOString(),
  updated_time: new Date(0).toISOString(),
  checksums: [],
  access_methods: [],
  types: [],
  self_uri: `drs://test/${id}`,
});

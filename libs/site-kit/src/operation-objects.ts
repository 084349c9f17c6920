import { createHash, randomUUID } from 'node:crypto';
import {
  appendContent,
  type DrsObjectIn,
  getObjects,
  type ItemReply,
  readContent,
  registerObjects,
  type StoredObject,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { z } from 'zod';
import { contentChunks } from './content-chunks';
import type { SiteObjects } from './define-workflow';
import type { SiteRequests } from './site-requests';

type RegisterItem = z.infer<typeof registerObjects.input>['items'][number];

const sameObject = z.object({ object_id: z.string() });

/** Objects as one operation sees and makes them. */
export class OperationObjects implements SiteObjects {
  constructor(
    private readonly operationId: string,
    private readonly requests: SiteRequests,
    private readonly signal: AbortSignal,
  ) {}

  async get(id: string): Promise<StoredObject> {
    const { items } = await this.requests.persist(getObjects, { ids: [id] }, this.signal);
    return only(items);
  }

  async *read(id: string): AsyncIterable<Uint8Array> {
    for (let n = 0, last = false; !last; n += 1) {
      const chunk = await this.requests.persist(readContent, { object_id: id, n }, this.signal);
      yield Buffer.from(chunk.bytes, 'base64');
      last = chunk.last;
    }
  }

  async store(content: {
    name: string;
    mimeType: string;
    bytes: Uint8Array | AsyncIterable<Uint8Array>;
    description?: string;
  }): Promise<StoredObject> {
    const key = `${this.operationId}/${content.name}`;
    const { uploadId, size, digest } = await this.upload(key, content.bytes);
    const object = {
      name: content.name,
      mime_type: content.mimeType,
      description: content.description ?? `output of operation ${this.operationId}`,
      size,
      checksums: [{ type: 'sha256', checksum: digest }],
      created_time: new Date().toISOString(),
      access_methods: [],
    };
    const item = { object, upload_id: uploadId, registration_key: key };
    return this.orTheSame(await this.registered(item));
  }

  async register(key: string, object: DrsObjectIn): Promise<StoredObject> {
    const item = { object, registration_key: `${this.operationId}/${key}` };
    return only(await this.registered(item));
  }

  /** Kept only while the operation is open (ADR 18). */
  private async registered(item: RegisterItem): Promise<ItemReply<StoredObject>[]> {
    const asked = { items: [item], operation_id: this.operationId };
    return (await this.requests.persist(registerObjects, asked, this.signal)).items;
  }

  /**
   * The object, or the one that holds the same bytes already: an earlier attempt of the job may have stored its output
   * and died before it could settle.
   */
  private async orTheSame(items: ItemReply<StoredObject>[]): Promise<StoredObject> {
    const [reply] = items;
    if (!reply || reply.ok || reply.error.code !== 'object-exists') return only(items);
    const existing = sameObject.safeParse(reply.error.details);
    return existing.success ? this.get(existing.data.object_id) : only(items);
  }

  /** Bytes that are at hand go under an id that is made of them, so that a repeat appends nothing anew. */
  private async upload(
    key: string,
    bytes: Uint8Array | AsyncIterable<Uint8Array>,
  ): Promise<{ uploadId: string; size: number; digest: string }> {
    const of = bytes instanceof Uint8Array ? createHash('sha256').update(bytes).digest('hex') : randomUUID();
    const uploadId = createHash('sha256').update(`${key}/${of}`).digest('hex');
    const hash = createHash('sha256');
    let [n, size] = [0, 0];
    for await (const chunk of contentChunks(bytes)) {
      hash.update(chunk);
      const input = { upload_id: uploadId, n, bytes: chunk.toString('base64') };
      await this.requests.persist(appendContent, input, this.signal);
      [n, size] = [n + 1, size + chunk.length];
    }
    return { uploadId, size, digest: hash.digest('hex') };
  }
}

function only<T>(items: ItemReply<T>[]): T {
  const [reply] = items;
  if (!reply) throw new DomainError('internal', 'a reply without the item that was asked for');
  if (!reply.ok) throw new DomainError(reply.error.code, reply.error.message, reply.error.details);
  return reply.item;
}

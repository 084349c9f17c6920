import { createHash } from 'node:crypto';
import {
  appendContent,
  CHUNK_BYTES,
  type DrsObjectIn,
  getObjects,
  type ItemReply,
  readContent,
  registerObjects,
  type StoredObject,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { z } from 'zod';
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
    bytes: Uint8Array;
    description?: string;
  }): Promise<StoredObject> {
    const digest = createHash('sha256').update(content.bytes).digest('hex');
    const key = `${this.operationId}/${content.name}`;
    const uploadId = createHash('sha256').update(`${key}/${digest}`).digest('hex');
    await this.append(uploadId, content.bytes);
    const object = {
      name: content.name,
      mime_type: content.mimeType,
      description: content.description ?? `output of operation ${this.operationId}`,
      size: content.bytes.length,
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

  private async append(uploadId: string, bytes: Uint8Array): Promise<void> {
    for (let n = 0; n * CHUNK_BYTES < Math.max(1, bytes.length); n += 1) {
      const chunk = bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES);
      const input = { upload_id: uploadId, n, bytes: Buffer.from(chunk).toString('base64') };
      await this.requests.persist(appendContent, input, this.signal);
    }
  }
}

function only<T>(items: ItemReply<T>[]): T {
  const [reply] = items;
  if (!reply) throw new DomainError('internal', 'a reply without the item that was asked for');
  if (!reply.ok) throw new DomainError(reply.error.code, reply.error.message, reply.error.details);
  return reply.item;
}

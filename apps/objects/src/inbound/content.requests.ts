import { appendContent, readContent } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { AppendContent } from '../use-cases/append-content';
import { OBJECTS_STORE, type ObjectsStore } from '../use-cases/objects-store';
import type { InputOf } from './item-replies';

/** The bytes that are kept here, chunk by chunk. */
@Controller()
export class ContentRequests {
  constructor(
    private readonly appendContent: AppendContent,
    @Inject(OBJECTS_STORE) private readonly objects: ObjectsStore,
  ) {}

  @OnRequest(appendContent)
  async append(
    { upload_id: uploadId, n, bytes }: InputOf<typeof appendContent>,
    { caller }: RequestContext,
  ): Promise<z.infer<typeof appendContent.output>> {
    const chunk = { uploadId, n, bytes: Buffer.from(bytes, 'base64') };
    return { upload_id: uploadId, received_bytes: await this.appendContent.execute(chunk, caller) };
  }

  /** Open to everybody (contract 2.7). */
  @OnRequest(readContent)
  async read({ object_id: id, n }: InputOf<typeof readContent>): Promise<z.infer<typeof readContent.output>> {
    const chunk = await this.objects.readChunk(id, n);
    if (!chunk) {
      const text = `no chunk ${n} of an object ${JSON.stringify(id)} is kept here: see its access_methods for its bytes`;
      throw new DomainError('not-found', text);
    }
    const { bytes, last, size, mimeType, name } = chunk;
    return {
      bytes: Buffer.from(bytes).toString('base64'),
      last,
      size,
      mime_type: mimeType ?? 'application/octet-stream',
      name: name ?? id,
    };
  }
}

import { Readable } from 'node:stream';
import { readContent, ROUTES } from '@callboard/contracts';
import { currentTraceparent, RequestClient, runInTrace } from '@callboard/messaging';
import { Controller, StreamableFile } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

type Chunk = Awaited<ReturnType<StoredFilesController['read']>>;

@Controller()
export class StoredFilesController {
  constructor(private readonly requests: RequestClient) {}

  /** One chunk is in memory at a time. The size is told at the start, so a reply that breaks off is seen as such. */
  @Route(ROUTES.storedFile)
  async send({ params }: Asked<typeof ROUTES.storedFile>): Promise<StreamableFile> {
    const trace = currentTraceparent();
    const first = await this.read(params.object_id, 0);
    const next = (n: number): Promise<Chunk> => runInTrace(trace, () => this.read(params.object_id, n));
    return new StreamableFile(Readable.from(chunks(first, next), { objectMode: false }), {
      type: first.mime_type,
      disposition: `attachment; filename="${fileName(first.name)}"`,
      length: first.size,
    });
  }

  read(objectId: string, n: number) {
    return this.requests.request(readContent, { object_id: objectId, n });
  }
}

async function* chunks(first: Chunk, next: (n: number) => Promise<Chunk>): AsyncGenerator<Buffer> {
  let chunk = first;
  for (let n = 1; ; n += 1) {
    const bytes = Buffer.from(chunk.bytes, 'base64');
    if (bytes.length > 0) yield bytes;
    if (chunk.last) return;
    chunk = await next(n);
  }
}

/** Nothing in a name may end the header or its quotes. */
function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9._ ()-]/g, '_').slice(0, 200) || 'file';
}

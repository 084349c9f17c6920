import { createHash, randomUUID } from 'node:crypto';
import { appendContent, CHUNK_BYTES, type RequestContract } from '@callboard/contracts';

type Ask = <I, O>(contract: RequestContract<I, O>, input: I) => Promise<O>;

/**
 * Passes bytes on and keeps them meanwhile as an upload, chunk by chunk (design 4, "Sizes"). When all have passed and
 * {@link finish} was called, the upload can be bound to an object.
 */
export class KeptStream {
  readonly uploadId = randomUUID();
  private readonly hash = createHash('sha256');
  private pieces: Uint8Array[] = [];
  private waiting = 0;
  private chunks = 0;
  private bytes = 0;

  constructor(
    private readonly source: AsyncIterable<Uint8Array>,
    private readonly ask: Ask,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const piece of this.source) {
      this.hash.update(piece);
      this.bytes += piece.length;
      this.pieces.push(piece);
      this.waiting += piece.length;
      if (this.waiting >= CHUNK_BYTES) await this.append();
      yield piece;
    }
  }

  /** Keeps what is left, and says what was kept. */
  async finish(): Promise<{ size: number; sha256: string }> {
    while (this.waiting > 0) await this.append();
    return { size: this.bytes, sha256: this.hash.digest('hex') };
  }

  private async append(): Promise<void> {
    const held = Buffer.concat(this.pieces);
    const chunk = held.subarray(0, CHUNK_BYTES);
    const rest = held.subarray(chunk.length);
    this.pieces = rest.length > 0 ? [rest] : [];
    this.waiting = rest.length;
    const bytes = chunk.toString('base64');
    await this.ask(appendContent, { upload_id: this.uploadId, n: this.chunks, bytes });
    this.chunks += 1;
  }
}

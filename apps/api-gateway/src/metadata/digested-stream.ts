import { createHash } from 'node:crypto';

/** Passes bytes on, and knows them again: two bodies of one digest are the same. */
export class DigestedStream {
  private readonly hash = createHash('sha256');

  constructor(private readonly source: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const piece of this.source) {
      this.hash.update(piece);
      yield piece;
    }
  }

  /** The sha256 of all bytes; to be called once, when they have passed. */
  digest(): string {
    return this.hash.digest('hex');
  }
}

import type { StoredObject } from '@callboard/contracts';
import { z } from 'zod';
import { finalFailure } from './download-failure';
import { StatedChecksums } from './stated-checksums';

const stated = z.object({
  size: z.number(),
  checksums: z.array(z.object({ type: z.string(), checksum: z.string() })),
});

/**
 * Passes the bytes of an object on and verifies, at their end, its size and every checksum that can be computed here.
 * `verify` reads what the consumer left unread, so that a file which breaks its reader is still told by its checksum.
 */
export class VerifiedBytes {
  private readonly size: number;
  private readonly checksums: StatedChecksums;
  private readonly pieces: AsyncIterator<Uint8Array>;
  private received = 0;
  private ended = false;

  constructor(object: StoredObject, bytes: AsyncIterable<Uint8Array>) {
    const { size, checksums } = stated.parse(object.document);
    this.size = size;
    this.checksums = new StatedChecksums(checksums);
    this.pieces = bytes[Symbol.asyncIterator]();
  }

  /** Bytes passed on so far. */
  get receivedBytes(): number {
    return this.received;
  }

  /** Share of the object that has passed, 0 to 1. */
  get fraction(): number {
    return this.size === 0 ? 1 : Math.min(1, this.received / this.size);
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (let piece = await this.next(); piece; piece = await this.next()) yield piece;
  }

  /** Throws {@link JobFailure} `size-mismatch` or `checksum-mismatch`. */
  async verify(): Promise<void> {
    while (await this.next());
    if (this.received !== this.size) throw this.sizeMismatch(`${this.received} came`);
    this.checksums.verify();
  }

  /** Lets go of the source, read to its end or not. */
  async close(): Promise<void> {
    this.ended = true;
    await this.pieces.return?.();
  }

  private async next(): Promise<Uint8Array | undefined> {
    if (this.ended) return undefined;
    const { done, value } = await this.pieces.next();
    if (done) {
      this.ended = true;
      return undefined;
    }
    this.received += value.length;
    if (this.received > this.size) {
      // Nothing further can make it right, so no more of it is taken.
      await this.close();
      throw this.sizeMismatch('more came');
    }
    this.checksums.take(value);
    return value;
  }

  private sizeMismatch(found: string): Error {
    return finalFailure('size-mismatch', `the object states ${this.size} bytes, ${found}`);
  }
}

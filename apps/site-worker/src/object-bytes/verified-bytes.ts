import { createHash, type Hash } from 'node:crypto';
import type { StoredObject } from '@callboard/contracts';
import { JobFailure } from '@callboard/site-kit';
import { z } from 'zod';

/** Digests of the contract that Node computes, by the name that the contract gives them (contract 1.1, Checksum). */
const ALGORITHMS: Record<string, string> = {
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
};

const stated = z.object({
  size: z.number(),
  checksums: z.array(z.object({ type: z.string(), checksum: z.string() })),
});

interface Check {
  type: string;
  wanted: string;
  hash: Hash;
}

/**
 * Passes the bytes of an object on and verifies, at their end, its size and every checksum that can be computed here.
 * `verify` reads what the consumer left unread, so that a file which breaks its reader is still told by its checksum.
 */
export class VerifiedBytes {
  private readonly size: number;
  private readonly checks: Check[];
  private readonly pieces: AsyncIterator<Uint8Array>;
  private received = 0;
  private ended = false;

  constructor(object: StoredObject, bytes: AsyncIterable<Uint8Array>) {
    const { size, checksums } = stated.parse(object.document);
    this.size = size;
    this.checks = checksums.flatMap(({ type, checksum }) => {
      const algorithm = ALGORITHMS[type];
      return algorithm ? [{ type, wanted: checksum.toLowerCase(), hash: createHash(algorithm) }] : [];
    });
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
    if (this.received !== this.size)
      throw new JobFailure('size-mismatch', `the object states ${this.size} bytes, ${this.received} came`, {
        retriable: false,
      });
    for (const { type, wanted, hash } of this.checks) {
      const found = hash.digest('hex');
      if (found !== wanted)
        throw new JobFailure(
          'checksum-mismatch',
          `the object states ${type} ${wanted}, its bytes have ${found}`,
          {
            retriable: false,
          },
        );
    }
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
    for (const check of this.checks) check.hash.update(value);
    return value;
  }
}

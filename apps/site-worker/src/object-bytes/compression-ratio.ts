import { finalFailure } from './download-failure';

/** Up to here everything may be unpacked, so that small and very regular text is no matter. */
const FREE_BYTES = 10 * 1024 * 1024;

/** Cuts off bytes that were packed to grow without measure: more than `maxRatio` bytes for each packed one. */
export class CompressionRatio {
  private unpackedBytes = 0;

  /** `packedBytes` are those that are known before any passes. */
  constructor(
    private readonly maxRatio: number,
    private packedBytes = 0,
  ) {}

  /** Passes on what goes into an unpacker. */
  async *packed(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.packedBytes += piece.length;
      yield piece;
    }
  }

  /**
   * Passes on what comes out of it.
   *
   * @throws JobFailure `compression-ratio`
   */
  async *unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      this.unpackedBytes += piece.length;
      this.refuseGrown();
      yield piece;
    }
  }

  private refuseGrown(): void {
    if (this.unpackedBytes <= FREE_BYTES || this.unpackedBytes <= this.maxRatio * this.packedBytes) return;
    throw finalFailure(
      'compression-ratio',
      `${this.packedBytes} packed bytes hold ${this.unpackedBytes} or more; this site unpacks up to ${this.maxRatio} for one`,
    );
  }
}

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf } from '@callboard/kernel';
import { JobFailure } from '@callboard/site-kit';
import { CompressionRatio } from '../../object-bytes/compression-ratio';

/**
 * The bytes as they are, or unpacked when they begin as gzip does (RFC 1952), however they are named.
 *
 * @param maxRatio most unpacked bytes for each packed one
 * @throws JobFailure `damaged-file` or `compression-ratio`
 */
export async function* plainBytes(
  bytes: AsyncGenerator<Uint8Array>,
  maxRatio: number,
): AsyncGenerator<Uint8Array> {
  const { start, rest } = await begin(bytes);
  if (start.length < 2 || start[0] !== 0x1f || start[1] !== 0x8b) yield* rest;
  else yield* unpacked(rest, new CompressionRatio(maxRatio));
}

async function* unpacked(
  bytes: AsyncGenerator<Uint8Array>,
  ratio: CompressionRatio,
): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(ratio.packed(bytes), { objectMode: false });
  const unpacker = createGunzip();
  packed.on('error', (fault) => unpacker.destroy(fault));
  try {
    yield* ratio.unpacked(packed.pipe(unpacker));
  } catch (thrown) {
    if (thrown instanceof JobFailure) throw thrown;
    throw new JobFailure('damaged-file', `the gzip stream is broken: ${messageOf(thrown)}`, {
      retriable: false,
    });
  }
}

/** The first two bytes or more, and the whole again. */
async function begin(
  bytes: AsyncGenerator<Uint8Array>,
): Promise<{ start: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  let start = new Uint8Array();
  while (start.length < 2) {
    const { done, value } = await bytes.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  async function* rest(): AsyncGenerator<Uint8Array> {
    if (start.length > 0) yield start;
    yield* bytes;
  }
  return { start, rest: rest() };
}

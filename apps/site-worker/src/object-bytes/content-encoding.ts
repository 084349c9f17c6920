import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { CompressionRatio } from './compression-ratio';
import { finalFailure, shown } from './download-failure';

const UNPACKERS = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * How to unpack an answer, though it was asked for with `accept-encoding: identity`; nothing when its bytes are the
 * object's. That is so without an encoding, and where the packed length is the object's `size`: such a server labels a
 * file that is kept packed, and size and checksums are of what is kept.
 *
 * @throws JobFailure `unreadable-object` for an encoding that is not known
 */
export function encodingOf(url: URL, answer: IncomingMessage, size: number): string | undefined {
  const encoding = (answer.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return undefined;
  if (answer.headers['content-length'] === String(size)) return undefined;
  if (UNPACKERS.has(encoding)) return encoding;
  throw finalFailure(
    'unreadable-object',
    `${shown(url)} comes in an encoding that was not asked for and is not known here: ${JSON.stringify(encoding.slice(0, 50))}`,
  );
}

/** The unpacked bytes, cut off when they grow without measure. */
export function unpacked(
  encoding: string,
  packed: AsyncIterable<Uint8Array>,
  ratio: CompressionRatio,
): AsyncIterable<Uint8Array> {
  const unpacker = UNPACKERS.get(encoding)?.();
  if (!unpacker) throw new Error(`no unpacker for ${encoding}`);
  // Its reader is told of every fault.
  pipeline(ratio.packed(packed), unpacker, () => undefined);
  return ratio.unpacked(unpacker);
}

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Entry } from './entry';
import { jsonArray } from './json-array';
import { jsonLines } from './json-lines';

const BRACKET = 0x5b;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/**
 * The documents of a file, one JSON document a line or all in one array, packed (`.gz`) or not. Nothing of it is held but
 * the document at hand.
 *
 * @param advanced hears how many bytes of the file, as it lies there, were read
 * @throws what the file system or gunzip say
 */
export async function* readDocuments(
  file: string,
  advanced: (bytes: number) => void = () => undefined,
): AsyncGenerator<Entry> {
  const raw = createReadStream(file, { highWaterMark: 256 * 1024 });
  raw.on('data', (chunk) => advanced(chunk.length));
  const unpacked = file.endsWith('.gz') ? unpackedOf(raw) : raw;
  try {
    const { first, skipped, rest } = await beginning(unpacked as AsyncIterable<Buffer>);
    yield* first === BRACKET ? jsonArray(rest, skipped) : jsonLines(rest, skipped);
  } finally {
    raw.destroy();
  }
}

/** A pipe passes on no errors by itself. */
function unpackedOf(raw: NodeJS.ReadableStream): NodeJS.ReadableStream {
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  return raw.pipe(gunzip);
}

/** Looks for the first byte that tells what the file holds, without losing any. */
async function beginning(
  chunks: AsyncIterable<Buffer>,
): Promise<{ first: number | undefined; skipped: number; rest: AsyncGenerator<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let first: number | undefined;
  let skipped = 0;
  while (first === undefined) {
    const { value, done } = await iterator.next();
    if (done) break;
    const isMarked = held.length === 0 && value.subarray(0, 3).equals(BYTE_ORDER_MARK);
    if (isMarked) skipped = BYTE_ORDER_MARK.byteLength;
    const chunk = isMarked ? value.subarray(BYTE_ORDER_MARK.byteLength) : value;
    held.push(chunk);
    first = chunk.find((byte) => !isBlank(byte));
  }
  return { first, skipped, rest: again(held, iterator) };
}

async function* again(held: readonly Buffer[], iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* held;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

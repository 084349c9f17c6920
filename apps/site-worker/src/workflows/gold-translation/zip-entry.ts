import { crc32 } from 'node:zlib';
import { messageOf } from '@callboard/kernel';
import { JobFailure } from '@callboard/site-kit';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { CompressionRatio } from '../../object-bytes/compression-ratio';
import { finalFailure } from '../../object-bytes/download-failure';

export interface ZipLimits {
  /** Most entries of the zip. */
  entries: number;
  /** Most bytes of the entry, unpacked. */
  entryBytes: number;
  /** Most unpacked bytes for each packed one. */
  ratio: number;
}

/** In the extra fields of an entry: its sizes have 64 bits. */
const ZIP64 = 0x0001;
const [STORED, DEFLATED] = [0, 8];

/**
 * The bytes of the one entry of a zip that has this name, in whichever folder. What the zip says of it is not believed:
 * bytes are counted as they are unpacked, and its checksum is compared at the end.
 *
 * @throws JobFailure `damaged-file`, `unsupported-zip`, `missing-entry`, `several-entries`, `object-too-large`,
 * `compression-ratio`
 */
export async function* zipEntry(path: string, name: string, limits: ZipLimits): AsyncGenerator<Uint8Array> {
  const zip = await readable(() => openPromise(path, { autoClose: false, strictFileNames: true }));
  try {
    const entry = await readable(() => only(zip, name, limits.entries));
    refuseUnreadable(entry, limits);
    const unpacked = await readable(() => zip.openReadStreamPromise(entry));
    yield* verified(unpacked, entry, limits);
  } finally {
    zip.close();
  }
}

async function only(zip: ZipFile, name: string, most: number): Promise<Entry> {
  if (zip.entryCount > most)
    throw finalFailure('unsupported-zip', `the zip has ${zip.entryCount} entries; up to ${most} are taken`);
  const found: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (entry.fileName.split('/').at(-1) === name) found.push(entry);
  const [entry] = found;
  if (!entry) throw finalFailure('missing-entry', `the zip has no ${name}, in no folder`);
  if (found.length === 1) return entry;
  throw finalFailure('several-entries', `the zip has ${found.length} entries ${name}: leave one`);
}

function refuseUnreadable(entry: Entry, { entryBytes }: ZipLimits): void {
  const unsupported = (what: string): JobFailure =>
    finalFailure('unsupported-zip', `${entry.fileName} ${what}: pack it plainly, with deflate`);
  if (entry.isEncrypted()) throw unsupported('is encrypted');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw unsupported(`is packed by method ${entry.compressionMethod}`);
  if (entry.extraFields.some(({ id }) => id === ZIP64)) throw unsupported('is kept as ZIP64');
  if (entry.uncompressedSize > entryBytes) throw tooLarge(entry, entryBytes);
}

/** Passes on what is unpacked; whatever the unpacker finds is a fault of the file. */
async function* verified(
  unpacked: AsyncIterable<Uint8Array>,
  entry: Entry,
  { entryBytes, ratio }: ZipLimits,
): AsyncGenerator<Uint8Array> {
  const kept = new CompressionRatio(ratio, entry.compressedSize);
  let [bytes, checksum] = [0, 0];
  try {
    for await (const piece of kept.unpacked(unpacked)) {
      bytes += piece.length;
      if (bytes > entryBytes) throw tooLarge(entry, entryBytes);
      checksum = crc32(piece, checksum);
      yield piece;
    }
  } catch (thrown) {
    throw damaged(thrown);
  }
  if (checksum !== entry.crc32)
    throw finalFailure('damaged-file', `${entry.fileName} does not have the checksum that the zip states`);
}

const tooLarge = (entry: Entry, most: number): JobFailure =>
  finalFailure('object-too-large', `${entry.fileName} has more than the ${most} bytes that are taken`);

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw damaged(thrown);
  }
}

function damaged(thrown: unknown): Error {
  if (thrown instanceof JobFailure) return thrown;
  return finalFailure('damaged-file', `this is no zip that can be read: ${messageOf(thrown)}`);
}

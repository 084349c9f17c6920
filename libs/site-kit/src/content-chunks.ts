import { CHUNK_BYTES, CONTENT_BYTES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/**
 * Bytes, whichever way they come, in chunks of 1 MiB but for the last; no bytes are one empty chunk.
 *
 * @throws DomainError `too-large` above 256 MiB
 */
export async function* contentChunks(bytes: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let [heldBytes, sent] = [0, 0];
  for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
    if (sent + heldBytes + piece.length > CONTENT_BYTES)
      throw new DomainError('too-large', `content has at most ${CONTENT_BYTES} bytes: store several objects`);
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes < CHUNK_BYTES) continue;
    const whole = Buffer.concat(held);
    let at = 0;
    for (; whole.length - at >= CHUNK_BYTES; at += CHUNK_BYTES) yield whole.subarray(at, at + CHUNK_BYTES);
    sent += at;
    held = [whole.subarray(at)];
    heldBytes = whole.length - at;
  }
  if (heldBytes > 0 || sent === 0) yield Buffer.concat(held);
}

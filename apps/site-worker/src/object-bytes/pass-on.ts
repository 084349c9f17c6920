import type { IncomingMessage } from 'node:http';
import { CompressionRatio } from './compression-ratio';
import { encodingOf, unpacked } from './content-encoding';
import type { DownloadClock } from './download-clock';
import { downloadFailure, finalFailure, shown } from './download-failure';

export interface ByteLimits {
  /** Most bytes of one object, as they come and unpacked. */
  maxBytes: number;
  /** Most unpacked bytes for each packed one. */
  maxRatio: number;
}

export interface Answer {
  url: URL;
  answer: IncomingMessage;
  /** What the object states, in bytes. */
  size: number;
}

/** The bytes of an answer, unpacked where its server packed them; holds one piece at a time. */
export async function* passOn(
  { url, answer, size }: Answer,
  clock: DownloadClock,
  limits: ByteLimits,
): AsyncGenerator<Uint8Array> {
  try {
    refuseLong(url, answer, limits.maxBytes);
    const encoding = encodingOf(url, answer, size);
    const received = limited(url, arriving(answer, clock), limits.maxBytes);
    if (encoding === undefined) yield* received;
    else
      yield* limited(
        url,
        unpacked(encoding, received, new CompressionRatio(limits.maxRatio)),
        limits.maxBytes,
      );
  } catch (thrown) {
    throw downloadFailure(url, thrown, clock.signal);
  } finally {
    clock.stop();
    answer.destroy();
  }
}

/** The clock runs only while the server is waited for. */
async function* arriving(answer: IncomingMessage, clock: DownloadClock): AsyncGenerator<Uint8Array> {
  clock.awaitBytes();
  for await (const piece of answer as AsyncIterable<Uint8Array>) {
    clock.pause();
    yield piece;
    clock.awaitBytes();
  }
  clock.pause();
}

async function* limited(
  url: URL,
  pieces: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > maxBytes) throw tooLarge(url, maxBytes);
    yield piece;
  }
}

function refuseLong(url: URL, answer: IncomingMessage, maxBytes: number): void {
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(url, maxBytes);
}

function tooLarge(url: URL, maxBytes: number): Error {
  return finalFailure('object-too-large', `${shown(url)} gives more than ${maxBytes} bytes`);
}

import type { IncomingMessage } from 'node:http';
import { DomainError } from '@callboard/kernel';

/** Bodies above this are refused with 413; clients send whole execution records (contract 0, "Sizes"). */
export const BODY_BYTES = 25 * 1024 * 1024;
/** Bodies above this are large: they cost a multiple of their bytes while they are read, sent on and answered. */
export const LARGE_BYTES = 1024 * 1024;
/** Bytes of large bodies that are held at once; what comes above is refused with 503. */
const HELD_BYTES = 128 * 1024 * 1024;
/**
 * A client that is refused in the middle may read the reply only once it has sent everything, so as much of a body as
 * this is read and thrown away before the connection is cut.
 */
const DISCARDED_BYTES = 4 * BODY_BYTES;

/** Reads bodies as bytes, and holds no more of large ones than there is room for. */
export class BodyReader {
  private held = 0;

  /** Whether a body is too long even to be thrown away: the connection is not to be used again. */
  isEndless(payload: IncomingMessage): boolean {
    return toldBytes(payload) > DISCARDED_BYTES;
  }

  /**
   * Reads a whole body. What it takes of the room for large ones is given back when `over` resolves.
   *
   * @throws DomainError `too-large`, `overloaded`, `bad-request` for a body that breaks off
   */
  async read(payload: IncomingMessage, over: Promise<void>): Promise<Buffer> {
    let counted = 0;
    const count = (bytes: number): void => {
      if (bytes <= LARGE_BYTES) return;
      if (this.held + bytes - counted > HELD_BYTES) {
        throw new DomainError('overloaded', 'many large bodies are being read here: try again after a while');
      }
      this.held += bytes - counted;
      counted = bytes;
    };
    void over.then(() => (this.held -= counted));
    if (toldBytes(payload) > BODY_BYTES) {
      discard(payload);
      throw tooLarge();
    }
    return collect(payload, count);
  }
}

/** `count` hears how many bytes have come so far, and throws to refuse the body. */
function collect(payload: IncomingMessage, count: (bytes: number) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const refuse = (error: unknown): void => {
      payload.off('data', take);
      chunks.length = 0;
      discard(payload);
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      try {
        if (bytes > BODY_BYTES) throw tooLarge();
        count(bytes);
        chunks.push(chunk);
      } catch (error) {
        refuse(error);
      }
    };
    payload.on('data', take);
    payload.once('end', () => resolve(Buffer.concat(chunks, chunks.length === 0 ? 0 : bytes)));
    payload.once('error', () => reject(new DomainError('bad-request', 'the body broke off')));
  });
}

/** Reads what is left and throws it away, up to a point. */
function discard(payload: IncomingMessage): void {
  let bytes = 0;
  payload.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DISCARDED_BYTES) payload.destroy();
  });
  payload.on('error', () => undefined);
}

function toldBytes({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? 0);
}

function tooLarge(): DomainError {
  return new DomainError('too-large', `the body has more than the ${BODY_BYTES} bytes that are taken`);
}

import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '@callboard/kernel';

interface Kept {
  readonly asked: unknown;
  readonly reply: unknown;
}

/** Replies by idempotency key (ADR 16): a repeat gets the reply of the first, another request under the key is refused. */
export class KeptReplies {
  private readonly kept = new Map<string, Kept>();

  /**
   * @param asked what tells two requests apart
   * @throws DomainError `idempotency-key-reused`, and what `answer` throws, which is not kept
   */
  once(key: string | undefined, asked: unknown, answer: () => unknown): unknown {
    if (key === undefined) return answer();
    const before = this.kept.get(key);
    if (before === undefined) {
      const reply = answer();
      this.kept.set(key, { asked, reply });
      return reply;
    }
    if (isDeepStrictEqual(before.asked, asked)) return before.reply;
    const text = `the Idempotency-Key ${key} was sent with another request: take a new key for each request`;
    throw new DomainError('idempotency-key-reused', text);
  }
}

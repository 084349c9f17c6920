import type { Caller } from '@callboard/contracts';

/** A token that was verified: whose it is, its id (`jti`) and until when it holds. */
export interface VerifiedToken {
  caller: Caller;
  tokenId: string;
  expiresAt: Date;
}

/** A token whose signature was found good. Whether its key still counts and nobody revoked it is asked each time. */
export interface SignedToken extends VerifiedToken {
  readonly keyId: string;
  readonly subject: string;
}

/** More tokens than a gateway sees in a day; beyond them the oldest is verified anew. */
const MOST_KEPT = 10_000;

/**
 * Tokens whose signatures were verified before, until they expire. To verify one takes longer than all else that a
 * process does to take a request in, and the same bytes under the same key give the same answer.
 */
export class VerifiedTokens {
  private readonly tokens = new Map<string, SignedToken>();

  /** `now` gives milliseconds since 1970. */
  constructor(private readonly now: () => number = Date.now) {}

  find(token: string): SignedToken | undefined {
    const known = this.tokens.get(token);
    if (known === undefined || known.expiresAt.getTime() > this.now()) return known;
    this.tokens.delete(token);
    return undefined;
  }

  keep(token: string, signed: SignedToken): void {
    const [oldest] = this.tokens.keys();
    if (this.tokens.size >= MOST_KEPT && oldest !== undefined) this.tokens.delete(oldest);
    this.tokens.set(token, signed);
  }
}

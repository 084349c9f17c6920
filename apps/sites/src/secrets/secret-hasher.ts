import { DomainError, Gate } from '@callboard/kernel';
import { Injectable } from '@nestjs/common';
import { isBcrypt, matchesBcrypt } from './bcrypt-hash';
import { hashSecret, matchesHash } from './scrypt-hash';

/**
 * Two hashes at once leave pool threads for everything else; some forty pass in a second, so whoever would wait longer
 * than a caller waits for a reply (5 s) is better told at once.
 */
const AT_ONCE = 2;
const WAITING = {
  waiting: 150,
  refuse: () => new DomainError('overloaded', 'too many logins at once: try again in a few seconds'),
};

/** Hashes and compares secrets without letting a burst of logins starve the process. Refusal: `overloaded`. */
@Injectable()
export class SecretHasher {
  private readonly gate = new Gate(AT_ONCE, WAITING);
  /** A hash of nothing anybody knows: comparing with it costs what any comparison costs. */
  private decoy: Promise<string> | undefined;

  /** Whether a stored hash was made elsewhere, and is to be replaced at the next login. */
  isForeign(hash: string): boolean {
    return isBcrypt(hash);
  }

  hash(secret: string): Promise<string> {
    return this.gate.run(() => hashSecret(secret));
  }

  /**
   * Without a hash (nobody bears that name) the answer is false after the same time, so that names cannot be probed.
   * `ifStill` is asked when it is this comparison's turn; what it throws is thrown and nothing is computed.
   */
  async matches(
    secret: string,
    hash: string | undefined,
    ifStill: () => Promise<void> = () => Promise.resolve(),
  ): Promise<boolean> {
    const expected = hash ?? (await this.decoyHash());
    const equal = await this.gate.run(async () => {
      await ifStill();
      return isBcrypt(expected) ? matchesBcrypt(secret, expected) : matchesHash(secret, expected);
    });
    return equal && hash !== undefined;
  }

  /** Makes the decoy, so that not even the first comparison takes longer than the others. */
  async prepare(): Promise<void> {
    await this.decoyHash();
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= hashSecret(crypto.randomUUID());
    return this.decoy;
  }
}

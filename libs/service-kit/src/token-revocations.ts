import type { Revocation } from '@callboard/contracts';
import { DomainError, messageOf } from '@callboard/kernel';

/**
 * A revocation holds everywhere within two seconds (design 7): whoever has not looked for that long, because the process
 * was held or cut off, looks again before taking a token.
 */
const STALE_MS = 2_000;

/** Loads all live revocations. */
export type LoadRevocations = () => Promise<readonly Revocation[]>;

/**
 * Subjects whose access tokens were revoked. A revocation is never taken back, so what is heard and what is loaded are
 * put together, in whatever order they come.
 */
export class TokenRevocations {
  private readonly until = new Map<string, number>();
  private loaded = false;
  private loading: Promise<void> | undefined;
  /** Since when something may have been missed, on a clock that never goes back, in ms. */
  private lookedAt = 0;

  /** `now` gives seconds since 1970, `clock` milliseconds of a clock that never goes back. */
  constructor(
    private readonly load: LoadRevocations,
    private readonly now: () => number = () => Date.now() / 1000,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** @throws DomainError `unauthenticated` for a revoked subject, `unavailable` while that cannot be told */
  async check(subject: string): Promise<void> {
    await this.prepare();
    await this.lookAgainIfStale();
    if (this.until.has(subject)) {
      throw new DomainError('unauthenticated', 'the access token was revoked: its credentials hold no more');
    }
  }

  /** Loads the live revocations unless they are known. Before that no token is taken. */
  async prepare(): Promise<void> {
    if (!this.loaded) await this.reload();
  }

  add(revocations: readonly Revocation[]): void {
    for (const { subject, until } of revocations) {
      this.until.set(subject, Math.max(until, this.until.get(subject) ?? 0));
    }
  }

  /** Loads again, once for many at once, and forgets those whose tokens have all expired. @throws DomainError `unavailable` */
  reload(): Promise<void> {
    this.loading ??= this.loadAll().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /** While `sites` does not answer, what is known stands: nobody can revoke then. */
  private async lookAgainIfStale(): Promise<void> {
    if (this.clock() - this.lookedAt > STALE_MS) await this.reload().catch(() => undefined);
  }

  private async loadAll(): Promise<void> {
    const started = this.clock();
    try {
      this.add(await this.load());
      this.loaded = true;
    } catch (error) {
      const text = `it cannot be told now which access tokens were revoked (${messageOf(error)}): try again after a while`;
      throw new DomainError('unavailable', text);
    } finally {
      this.lookedAt = started;
    }
    const now = this.now();
    for (const [subject, until] of this.until) if (until < now) this.until.delete(subject);
  }
}

import { createHash } from 'node:crypto';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { networkOf } from '../domain/client-network';
import { LOGIN_WINDOW_S, type LoginLimits, secondsToWait, weightOfFailure } from '../domain/login-limit';
import { FAILED_LOGINS_STORE, type FailedLoginsStore } from './failed-logins-store';

/** Nest token of {@link LoginLimits}. */
export const LOGIN_LIMITS = Symbol('LOGIN_LIMITS');

/** Somebody who tries to log in. */
export interface LoginAttempt {
  grant: string;
  name: string;
  /** Without one (the request comes from no gateway, or an older one) nothing is counted. */
  address: string | undefined;
}

/**
 * Slows down who guesses secrets: failed logins are counted for a name from an address, and for the address whatever
 * the name. A name alone is never locked: nobody can lock others out of their accounts from elsewhere.
 */
@Injectable()
export class WatchLogins {
  constructor(
    @Inject(FAILED_LOGINS_STORE) private readonly failures: FailedLoginsStore,
    @Inject(LOGIN_LIMITS) private readonly limits: LoginLimits,
  ) {}

  /**
   * Call it before a secret is compared. Gives whether logins with this name from this address have failed lately.
   *
   * @throws DomainError `too-many-requests` with `{retry_after_s}`
   */
  async admit(attempt: LoginAttempt): Promise<boolean> {
    const keys = keysOf(attempt);
    if (keys === undefined) return false;
    const counts = await this.failures.countsOf([keys.name, keys.address]);
    const wait = Math.max(
      secondsToWait(counts.get(keys.name) ?? 0, this.limits.perName),
      secondsToWait(counts.get(keys.address) ?? 0, this.limits.perAddress),
    );
    if (wait === 0) return counts.has(keys.name);
    const text = `too many failed logins from your address: try again in ${wait} s`;
    throw new DomainError('too-many-requests', text, { retry_after_s: wait });
  }

  async countFailure(attempt: LoginAttempt): Promise<void> {
    const keys = keysOf(attempt);
    if (keys === undefined) return;
    const { perName, perAddress } = this.limits;
    const weights = new Map([
      [keys.name, weightOfFailure(perName)],
      [keys.address, weightOfFailure(perAddress)],
    ]);
    await this.failures.add(weights, LOGIN_WINDOW_S);
  }

  /** After a success: the failures of this name from this address count no more, those of the address do. */
  async forgetFailures(attempt: LoginAttempt): Promise<void> {
    const keys = keysOf(attempt);
    if (keys !== undefined) await this.failures.forget(keys.name);
  }
}

/** Names are kept as digests: whoever mistypes a password into the name shall not find it in a table. */
function keysOf({ grant, name, address }: LoginAttempt): { name: string; address: string } | undefined {
  if (address === undefined) return undefined;
  const network = networkOf(address);
  const digest = createHash('sha256')
    .update(JSON.stringify([network, grant, name]))
    .digest('base64url');
  return { name: `name ${digest}`, address: `address ${network}` };
}

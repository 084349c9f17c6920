import type { JobState, Outcome } from '@callboard/contracts';

/** How the operation of a claim ended, as `operations` tells it. */
export interface OperationEnd {
  readonly outcome: Outcome;
  /** Code of a failure. */
  readonly errorCode?: string | undefined;
  /** False: a failure that no further attempt can mend. Absent: not stated. */
  readonly retriable?: boolean | undefined;
}

/** How a workflow treats what goes wrong (design 5). */
export interface RetryPolicy {
  /** Reported failures until a job is given up; 1 means that the first one is final. */
  readonly maxAttempts: number;
  /** Lost leases until a job is given up. */
  readonly maxExpiries: number;
  /** Wait before the second attempt, in ms; doubles with each further failure, up to the longest. */
  readonly retryDelayMs: number;
  readonly longestRetryDelayMs: number;
  /** Codes of failures that no further attempt can mend. */
  readonly finalErrorCodes: readonly string[];
}

/** What went wrong with a job so far. */
export interface Tally {
  readonly failures: number;
  readonly expiries: number;
}

export interface Settlement extends Tally {
  readonly to: JobState;
  /** How long the job waits before it can be claimed again, in milliseconds. */
  readonly delayMs: number;
  readonly why: string;
  /** Code of what went wrong last; absent when nothing did. */
  readonly errorCode?: string | undefined;
}

/** A wait is shortened at random by up to this part, so that jobs that failed together do not come back together. */
const JITTER = 0.2;
const NO_CODE = 'no-code';
const EXPIRED = 'operation-expired';

/**
 * What becomes of a claimed job when its operation has ended (design 5).
 *
 * @param random from 0 to 1, decides how long a retry waits within its bounds
 */
export function settlementOf(
  end: OperationEnd,
  tally: Tally,
  policy: RetryPolicy,
  random = Math.random(),
): Settlement {
  const unchanged = { failures: tally.failures, expiries: tally.expiries, delayMs: 0 };
  switch (end.outcome) {
    case 'succeeded':
      return { ...unchanged, to: 'succeeded', why: 'settled with success' };
    case 'cancelled':
      return { ...unchanged, to: 'cancelled', why: 'operation cancelled' };
    case 'released':
      return { ...unchanged, to: 'queued', why: 'released' };
    case 'expired':
      return afterExpiry(tally, policy);
    case 'failed':
      return afterFailure(end, tally, policy, random);
  }
}

function afterExpiry(tally: Tally, policy: RetryPolicy): Settlement {
  const expiries = tally.expiries + 1;
  const to = expiries >= policy.maxExpiries ? 'dead' : 'queued';
  return {
    to,
    failures: tally.failures,
    expiries,
    delayMs: 0,
    why: `lease expired (${expiries} of ${policy.maxExpiries})`,
    errorCode: EXPIRED,
  };
}

/** `failed` is a failure that is final or has no retry policy, `dead` a policy whose attempts ran out. */
function afterFailure(end: OperationEnd, tally: Tally, policy: RetryPolicy, random: number): Settlement {
  const failures = tally.failures + 1;
  const errorCode = end.errorCode ?? NO_CODE;
  const failure = `failed with ${errorCode} (${failures} of ${policy.maxAttempts})`;
  const settled = { failures, expiries: tally.expiries, delayMs: 0, errorCode };
  if (policy.finalErrorCodes.includes(errorCode))
    return { ...settled, to: 'failed', why: `${failure}, final for this workflow` };
  if (end.retriable === false) return { ...settled, to: 'failed', why: `${failure}, not retriable` };
  if (policy.maxAttempts <= 1) return { ...settled, to: 'failed', why: failure };
  if (failures >= policy.maxAttempts) return { ...settled, to: 'dead', why: failure };
  return { ...settled, to: 'queued', delayMs: waitAfter(failures, policy, random), why: failure };
}

/** Exponential, with a ceiling, in whole ms. */
function waitAfter(failures: number, policy: RetryPolicy, random: number): number {
  const full = Math.min(policy.longestRetryDelayMs, policy.retryDelayMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (1 - JITTER * random));
}

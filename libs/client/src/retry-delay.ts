/** How often, and after what waits, a call is repeated that does no harm when it is. */
export interface RetryPolicy {
  /** Tries in all, the first one included. */
  readonly tries: number;
  /** Longest wait after the first try; each further one doubles it. */
  readonly firstDelayMs: number;
  /** No wait is longer. Who is told by `Retry-After` to wait longer gives up at once. */
  readonly longestDelayMs: number;
}

export const RETRY_POLICY: RetryPolicy = { tries: 5, firstDelayMs: 250, longestDelayMs: 30_000 };

/**
 * Milliseconds until the next try: any up to the bound of this wait, so that clients that were refused together do not
 * come back together. What `Retry-After` says is the least. Undefined when there is to be no further try.
 */
export function retryDelay(
  policy: RetryPolicy,
  triesMade: number,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number | undefined {
  if (triesMade >= policy.tries) return undefined;
  const least = retryAfterMs ?? 0;
  if (least > policy.longestDelayMs) return undefined;
  const bound = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** (triesMade - 1));
  return least + random() * Math.min(bound, policy.longestDelayMs - least);
}

/** `Retry-After` in milliseconds: seconds, or a date by this machine's clock (RFC 9110). */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : undefined;
  if (seconds !== undefined) return seconds * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Failed logins within this time count, in seconds. */
export const LOGIN_WINDOW_S = 60;

/** How many logins may fail within {@link LOGIN_WINDOW_S}. */
export interface LoginLimits {
  /** For one name (a username or a client id) from one address. */
  perName: number;
  /** From one address, whatever the names. */
  perAddress: number;
}

/** Clocks of databases tell microseconds. */
const SAME_S = 0.001;

/**
 * What one failure weighs, in seconds: a count is kept as the time at which it has run down to nothing, and each
 * failure moves that time on by its weight. So failures leak away one by one instead of all at once, and a count that
 * has run down needs no row.
 */
export function weightOfFailure(limit: number): number {
  return LOGIN_WINDOW_S / limit;
}

/**
 * How long to wait until one more login may be tried, in whole seconds; 0 when it may be tried now.
 *
 * @param runsDownInS what the failures that count weigh together, in seconds
 */
export function secondsToWait(runsDownInS: number, limit: number): number {
  const excess = runsDownInS + weightOfFailure(limit) - LOGIN_WINDOW_S;
  return excess > SAME_S ? Math.ceil(excess) : 0;
}

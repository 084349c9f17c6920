export const FAILED_LOGINS_STORE = Symbol('FAILED_LOGINS_STORE');

/**
 * Where failed logins are counted, over all processes of this service. A count is kept as the time at which it has run
 * down; whoever has none is not there.
 */
export interface FailedLoginsStore {
  /** In how many seconds each of the counts that have not run down will have. */
  countsOf(keys: readonly string[]): Promise<Map<string, number>>;
  /** Moves each count on by its weight, in seconds, at most to `mostS` from now. */
  add(weights: ReadonlyMap<string, number>, mostS: number): Promise<void>;
  forget(key: string): Promise<void>;
  /** Drops what has run down, and the counts nearest to that beyond `most`. Gives how many were dropped. */
  prune(most: number): Promise<number>;
}

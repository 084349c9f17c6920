const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** Milliseconds to wait after the n-th try (from 1): 250 ms, doubling up to 30 s. */
export function retryDelay(tries: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, Math.max(0, tries - 1)));
}

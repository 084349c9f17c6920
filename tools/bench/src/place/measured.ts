import type { Bench } from './bench';
import { cpuTimes, spentPerItem } from './cpu-time';
import type { Named } from './process-table';

/** Does the work on `count` things and tells with its result what CPU time each cost whom. */
export async function measured<T>(
  bench: Bench,
  count: number,
  work: () => Promise<T>,
  others: readonly Named[] = [],
): Promise<{ result: T; cpuMs: Record<string, number> }> {
  const known = bench.processes();
  // Of a Callboard elsewhere nothing is known; the bench alone would mislead.
  const watched = known.length === 0 ? [] : [...known, ...others, { name: 'the bench', pid: process.pid }];
  const before = cpuTimes(watched);
  const result = await work();
  return { result, cpuMs: spentPerItem(before, cpuTimes(watched), count) };
}

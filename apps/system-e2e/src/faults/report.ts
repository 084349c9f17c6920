import type { Counts } from './counts';

/** What one fault came to. */
export interface Result {
  readonly name: string;
  readonly seconds: number;
  readonly counts: Counts;
  /** What did not hold, in words; empty when all held. */
  readonly broken: readonly string[];
  /** Why it was not done. */
  readonly skipped?: string;
}

/** The table at the end: one line for each fault, and what is broken below. */
export function tableOf(results: readonly Result[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map((result) => {
    const { name, seconds, counts } = result;
    return `${name.padEnd(width)}  ${verdict(result).padEnd(7)}  ${seconds.toFixed(0).padStart(4)} s  ${
      result.skipped ?? String(counts)
    }`;
  });
  const broken = results.flatMap((result) => result.broken.map((line) => `${result.name}: ${line}`));
  return [...lines, ...(broken.length > 0 ? ['', ...broken] : [])].join('\n');
}

function verdict({ skipped, broken }: Result): string {
  if (skipped !== undefined) return 'skipped';
  return broken.length > 0 ? 'BROKEN' : 'holds';
}

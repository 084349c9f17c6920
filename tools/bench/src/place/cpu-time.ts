import { readdirSync, readFileSync } from 'node:fs';

/** A process by the name under which its figures stand; `withChildren` counts those that it has forked as well. */
export interface Named {
  readonly name: string;
  readonly pid: number;
  readonly withChildren?: boolean;
}

/** Linux counts in ticks of a hundredth of a second. */
const TICK_MS = 10;

interface Stat {
  parent: number;
  ms: number;
}

/**
 * CPU time of a process in ms and its parent, from the text of /proc/<pid>/stat (proc(5)): its own, and that of
 * children which have ended. The name, in parentheses, may hold blanks and parentheses itself.
 */
export function readStat(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  return { parent: Number(fields[1]), ms: ticks * TICK_MS };
}

/** CPU time so far in ms, by name; nothing where the system does not tell (Linux does). */
export function cpuTimes(processes: readonly Named[]): Map<string, number> {
  const times = new Map<string, number>();
  const stats = statsOfAll();
  for (const { name, pid, withChildren } of processes) {
    const own = stats.get(pid)?.ms;
    if (own === undefined) continue;
    const children = withChildren ? [...stats.values()].filter(({ parent }) => parent === pid) : [];
    const sum = children.reduce((total, { ms }) => total + ms, own);
    times.set(name, (times.get(name) ?? 0) + sum);
  }
  return times;
}

/** What was spent between two looks, for each of `count` things, in ms. */
export function spentPerItem(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  count: number,
): Record<string, number> {
  return Object.fromEntries([...after].map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / count]));
}

function statsOfAll(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const entry of entriesOfProc()) {
    try {
      stats.set(Number(entry), readStat(readFileSync(`/proc/${entry}/stat`, 'utf8')));
    } catch {
      // It has ended meanwhile.
    }
  }
  return stats;
}

function entriesOfProc(): string[] {
  try {
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

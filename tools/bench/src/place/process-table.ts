import { readdirSync, readFileSync } from 'node:fs';

/** A process by the name under which its figures stand; `withChildren` counts those that it has forked as well. */
export interface Named {
  readonly name: string;
  readonly pid: number;
  readonly withChildren?: boolean;
}

/** What the system tells of a process. */
export interface Stat {
  parent: number;
  /** CPU time so far, in ms. */
  ms: number;
}

/** Linux counts in ticks of a hundredth of a second. */
const TICK_MS = 10;

/**
 * CPU time of a process in ms and its parent, from the text of /proc/<pid>/stat (proc(5)): its own, and that of
 * children which have ended. The name, in parentheses, may hold blanks and parentheses itself.
 */
export function readStat(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  return { parent: Number(fields[1]), ms: ticks * TICK_MS };
}

/** Every process of this machine by its id; nothing where the system does not tell (Linux does). */
export function processTable(): Map<number, Stat> {
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

/** Ids of the processes that stand under one name; none when it has ended. */
export function familyOf(table: ReadonlyMap<number, Stat>, { pid, withChildren }: Named): number[] {
  if (!table.has(pid)) return [];
  const children = withChildren ? [...table].filter(([, { parent }]) => parent === pid) : [];
  return [pid, ...children.map(([child]) => child)];
}

function entriesOfProc(): string[] {
  try {
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

import { familyOf, type Named, processTable } from './process-table';

/** CPU time so far in ms, by name; nothing where the system does not tell (Linux does). */
export function cpuTimes(processes: readonly Named[]): Map<string, number> {
  const times = new Map<string, number>();
  const table = processTable();
  for (const each of processes) {
    const family = familyOf(table, each);
    if (family.length === 0) continue;
    const sum = family.reduce((total, pid) => total + (table.get(pid)?.ms ?? 0), 0);
    times.set(each.name, (times.get(each.name) ?? 0) + sum);
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

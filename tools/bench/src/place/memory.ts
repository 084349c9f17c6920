import { readFileSync } from 'node:fs';
import { familyOf, type Named, processTable } from './process-table';

const SAMPLE_MS = 5;
const MB = 1024 * 1024;

/** The most that a process grows by, in MB of resident memory, while `work` runs; undefined where the system does not tell. */
export async function growthMb(pid: number, work: () => Promise<unknown>): Promise<number | undefined> {
  const before = residentMb(pid);
  if (before === undefined) return undefined;
  let most = before;
  const sample = (): void => {
    most = Math.max(most, residentMb(pid) ?? 0);
  };
  const timer = setInterval(sample, SAMPLE_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
    sample();
  }
  return most - before;
}

/** The most resident memory in MB that any one process of a name takes while `work` runs, and by how much it grows. */
export async function peaksMb(
  processes: readonly Named[],
  work: () => Promise<unknown>,
): Promise<{ peaks: Record<string, number>; growth: Record<string, number> }> {
  const before = new Map<string, number>();
  const most = new Map<string, number>();
  const sample = (into: Map<string, number>): void => {
    const table = processTable();
    for (const each of processes)
      for (const pid of familyOf(table, each))
        into.set(each.name, Math.max(into.get(each.name) ?? 0, residentMb(pid) ?? 0));
  };
  sample(before);
  const timer = setInterval(() => sample(most), 10 * SAMPLE_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
    sample(most);
  }
  const growth = [...most].map(([name, mb]) => [name, mb - (before.get(name) ?? 0)] as const);
  return { peaks: Object.fromEntries(most), growth: Object.fromEntries(growth) };
}

/**
 * Memory by name in MB, what processes share counted in parts (PSS), so that the sum is what all of them take. Nothing
 * where the system does not tell (Linux does).
 */
export function proportionalMb(processes: readonly Named[]): Record<string, number> {
  const table = processTable();
  const told = processes.map((each): [string, number] => {
    const parts = familyOf(table, each).map((pid) => megabytes(`/proc/${pid}/smaps_rollup`, 'Pss') ?? 0);
    return [each.name, parts.reduce((sum, part) => sum + part, 0)];
  });
  return Object.fromEntries(told.filter(([, mb]) => mb > 0));
}

const residentMb = (pid: number): number | undefined => megabytes(`/proc/${pid}/status`, 'VmRSS');

function megabytes(file: string, field: string): number | undefined {
  try {
    const [, kb] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8')) ?? [];
    return kb === undefined ? undefined : (Number(kb) * 1024) / MB;
  } catch {
    return undefined;
  }
}

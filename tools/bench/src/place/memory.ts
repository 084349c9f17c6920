import { readFileSync } from 'node:fs';

const SAMPLE_MS = 5;
const MB = 1024 * 1024;

/** Resident memory of a process in MB; undefined where the system does not tell (Linux does). */
export function residentMb(pid: number): number | undefined {
  try {
    const [, kb] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? undefined : (Number(kb) * 1024) / MB;
  } catch {
    return undefined;
  }
}

/** The most that a process grows by, in MB, while `work` runs. */
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

/** Memory of a process in MB, what it shares with others counted in parts; undefined where the system does not tell. */
export function proportionalMb(pid: number): number | undefined {
  try {
    const [, kb] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return kb === undefined ? undefined : (Number(kb) * 1024) / MB;
  } catch {
    return undefined;
  }
}

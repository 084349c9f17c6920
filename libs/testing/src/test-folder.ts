import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^callboard-test-[a-z]+-(\d+)-/;

/** Makes a folder for this process alone, and deletes those of processes that were killed before they could. */
export function testFolder(kind: 'nats' | 'postgres'): string {
  for (const name of readdirSync(tmpdir())) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
    }
  }
  return mkdtempSync(join(tmpdir(), `callboard-test-${kind}-${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another account's process is alive as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

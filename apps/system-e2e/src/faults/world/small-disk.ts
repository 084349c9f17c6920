import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeSync, openSync, closeSync } from 'node:fs';
import { join } from 'node:path';

/** Why this machine has no small disk to give; undefined when it has. */
export function noSmallDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a small disk needs Linux and root';
  return undefined;
}

const PIECE = Buffer.alloc(64 * 1024);
const BALLAST = 'ballast-of-the-faults';

/** A disk in memory of so many MB at a folder. */
export function mountSmallDisk(folder: string, mb: number): () => void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=0755`, 'tmpfs', folder]);
  return () => void execFileSync('umount', ['--lazy', folder]);
}

/** Writes until there is no room left for a single page. */
export function fill(disk: string): void {
  const file = openSync(join(disk, BALLAST), 'a');
  try {
    for (let piece = PIECE; piece.length >= 512;) {
      try {
        writeSync(file, piece);
      } catch {
        piece = piece.subarray(0, piece.length / 2);
      }
    }
  } finally {
    closeSync(file);
  }
}

export function makeRoom(disk: string): void {
  const ballast = join(disk, BALLAST);
  if (existsSync(ballast)) rmSync(ballast);
}

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the processes of one app look for points at which to die; the other side of `FailPoints` in libs/kernel. */
export class FailPointsFolder {
  readonly environment: Record<string, string>;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'processes-may-die-here'), '');
    this.environment = { CALLBOARD_FAIL_POINTS: folder };
  }

  /** From now on each point that is come to is written down, once by each process. */
  record(): void {
    writeFileSync(this.reachedFile, '');
  }

  /** Ends {@link record}, and gives the points, each once, in order of their names. */
  recorded(): string[] {
    const points = readFileSync(this.reachedFile, 'utf8').split('\n').filter(Boolean);
    rmSync(this.reachedFile);
    return [...new Set(points)].sort();
  }

  /** The first process that comes to the point so many times dies of it. */
  arm(point: string, time = 1): void {
    rmSync(join(this.folder, 'died'), { force: true });
    const draft = join(this.folder, 'draft');
    writeFileSync(draft, JSON.stringify({ point, time }));
    renameSync(draft, this.armedFile);
  }

  disarm(): void {
    rmSync(this.armedFile, { force: true });
  }

  /** Whether a process has died since {@link arm}. */
  get died(): boolean {
    return existsSync(join(this.folder, 'died'));
  }

  private get armedFile(): string {
    return join(this.folder, 'armed');
  }

  private get reachedFile(): string {
    return join(this.folder, 'reached');
  }
}

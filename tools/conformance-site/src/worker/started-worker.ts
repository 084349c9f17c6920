import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exit, Worker } from './worker';

/** How much of what it printed is shown of a worker that ended by itself, in characters. */
const SHOWN = 600;

/** Ends with the kit, also when that is interrupted: groups of their own do not hear Ctrl-C. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach(killGroup));

/** The worker as a command that the kit runs, in a process group of its own: what it started ends with it. */
export class StartedWorker implements Worker {
  readonly ours = true;
  private child: ChildProcess | undefined;
  private printed = '';

  constructor(
    private readonly command: readonly string[],
    private readonly environment: NodeJS.ProcessEnv,
    private readonly folder: string,
  ) {}

  get ended(): string | undefined {
    const { child } = this;
    if (child === undefined || !isOver(child)) return undefined;
    const how = child.signalCode === null ? `with code ${child.exitCode}` : `by ${child.signalCode}`;
    const last = this.printed.trim().slice(-SHOWN);
    return `it ended by itself ${how}${last === '' ? '' : `; it printed last: ${last}`}`;
  }

  /** @throws Error when there is no such command */
  async restart(): Promise<void> {
    await this.kill();
    this.printed = '';
    const [program = '', ...args] = this.command;
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on(
        'data',
        (text: Buffer) => (this.printed = (this.printed + text.toString()).slice(-2 * SHOWN)),
      );
    await once(child, 'spawn');
    this.child = child;
    running.add(child);
  }

  async drain(withinMs: number): Promise<Exit | undefined> {
    const { child } = this;
    if (child === undefined) return undefined;
    if (!isOver(child)) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const waiting = new AbortController();
      await Promise.race([
        exited,
        delay(withinMs, undefined, { signal: waiting.signal }).catch(() => undefined),
      ]);
      waiting.abort();
    }
    const exit = child.exitCode ?? child.signalCode ?? undefined;
    await this.kill();
    return exit;
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const exited = isOver(child) ? undefined : once(child, 'exit');
    killGroup(child);
    running.delete(child);
    this.child = undefined;
    await exited;
  }
}

const isOver = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

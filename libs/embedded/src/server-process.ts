import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { EmbeddedError } from './embedded-error';
import { guardAgainstOrphaning } from './orphan-guard';

/** How a server process ended. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The operating system account a server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export type LogLine = (line: string) => void;

/** One server to start: what to run, as whom, and the signal that asks it to stop in good order. */
export interface ServerCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly account?: Account | undefined;
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  readonly log: LogLine;
}

const KEPT_LINES = 60;
const STOP_GRACE_MS = 30_000;
const DRAIN_GRACE_MS = 10_000;

/** Resolves with the promise's value, or with `undefined` after `ms` milliseconds. */
function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * A running server. Its output goes to `log` and to a short memory for error messages, never to the console.
 * It runs in a session of its own, so that Ctrl-C reaches only the supervisor, which stops things in order;
 * the orphan guard stops it should the supervisor die without doing so.
 */
export class ServerProcess {
  readonly pid: number;
  readonly exited: Promise<ServerExit>;
  /** Settles when the process and all children that share its output are gone. */
  private readonly drained: Promise<void>;
  private readonly recent: string[] = [];
  private readonly watchers = new Set<LogLine>();

  private constructor(
    private readonly child: ChildProcess,
    pid: number,
    private readonly command: ServerCommand,
  ) {
    this.pid = pid;
    const release = guardAgainstOrphaning(pid, command.stopSignal);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        release();
        resolve({ code, signal });
      });
    });
    this.drained = new Promise((resolve) => child.once('close', () => resolve()));
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) this.read(stream);
  }

  /** Starts the server; throws `start-failed` when the program cannot be run at all. */
  static launch(command: ServerCommand): ServerProcess {
    const child = spawn(command.command, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...command.account,
    });
    child.on('error', (error) => command.log(`${command.name}: ${error.message}`));
    if (child.pid === undefined) {
      throw new EmbeddedError('start-failed', `${command.command} cannot be run: see that it is executable`);
    }
    return new ServerProcess(child, child.pid, command);
  }

  /** The last lines the server wrote, oldest first. */
  lastLines(): readonly string[] {
    return [...this.recent];
  }

  /**
   * Waits for a line from now on. Gives the line, 'exited' when the server ended first (then its last words
   * have been read), or 'late' after `timeoutMs`.
   */
  async waitForLine(wanted: RegExp, timeoutMs: number): Promise<{ line: string } | 'exited' | 'late'> {
    let watcher: LogLine = () => undefined;
    const seen = new Promise<{ line: string }>((resolve) => {
      watcher = (line) => {
        if (wanted.test(line)) resolve({ line });
      };
      this.watchers.add(watcher);
    });
    const ended = this.exited.then(async () => {
      await within(this.drained, DRAIN_GRACE_MS);
      return 'exited' as const;
    });
    const outcome = await within(Promise.race([seen, ended]), timeoutMs);
    this.watchers.delete(watcher);
    return outcome ?? 'late';
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Asks the server to stop and waits until it is gone; after 30 s it is killed. */
  async stop(): Promise<void> {
    this.child.kill(this.command.stopSignal);
    if ((await within(this.exited, STOP_GRACE_MS)) === undefined) await this.kill();
    await within(this.drained, DRAIN_GRACE_MS);
  }

  /** SIGKILL, as a power cut would; waits until the process is gone and its children with it. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
    await within(this.drained, DRAIN_GRACE_MS);
  }

  private read(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => {
      this.recent.push(line);
      if (this.recent.length > KEPT_LINES) this.recent.shift();
      this.command.log(line);
      for (const watcher of this.watchers) watcher(line);
    });
  }
}

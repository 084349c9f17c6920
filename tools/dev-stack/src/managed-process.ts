import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { NODE_FLAGS } from './node-flags';
import { StackError } from './stack-error';

export interface ProcessPlan {
  /** Unique name, such as `jobs` or `jobs-2`. */
  name: string;
  script: string;
  env: Record<string, string>;
  logFile: string;
}

/** What a process of ours tells its parent once it is ready to serve. */
interface ReadyMessage {
  kind: 'ready';
  healthUrl?: string;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const STEADY_AFTER_MS = 10_000;
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/**
 * One process of the stack: started, waited for, started again whenever it dies, and stopped with SIGTERM.
 * It runs in a session of its own, so that Ctrl-C reaches the supervisor only, which then stops all in order.
 */
export class ManagedProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<void> = Promise.resolve();
  private readonly log: WriteStream;
  private stopping: Promise<void> | undefined;
  private wasReady = false;
  private pauseMs = FIRST_PAUSE_MS;
  private restartTimer: NodeJS.Timeout | undefined;
  healthUrl: string | undefined;
  restarts = 0;

  constructor(
    readonly plan: ProcessPlan,
    private readonly report: (line: string) => void,
  ) {
    this.log = createWriteStream(plan.logFile, { flags: 'a', mode: 0o600 });
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the process is ready; rejects when it ends before, or takes longer than a minute. */
  start(): Promise<void> {
    const child = fork(this.plan.script, [], {
      env: { ...inherited(), ...this.plan.env },
      execArgv: NODE_FLAGS,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    this.child = child;
    const startedAt = Date.now();
    const lastLines: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => {
        this.log.write(data);
        lastLines.push(data.toString());
        if (lastLines.length > 20) lastLines.shift();
      });
    this.exited = new Promise((resolve) => child.once('close', () => resolve()));
    child.once('exit', (code, signal) => this.onExit(code, signal, Date.now() - startedAt));
    return this.untilReady(child, lastLines);
  }

  /** SIGTERM, and SIGKILL for one that does not end within 30 s. */
  stop(): Promise<void> {
    this.stopping ??= this.stopOnce();
    return this.stopping;
  }

  private async stopOnce(): Promise<void> {
    clearTimeout(this.restartTimer);
    const child = this.child;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => {
        this.report(`${this.plan.name} does not stop: killed`);
        child.kill('SIGKILL');
      }, STOP_WITHIN_MS);
      await this.exited;
      clearTimeout(timer);
    }
    await new Promise<void>((resolve) => this.log.end(() => resolve()));
  }

  private untilReady(child: ChildProcess, lastLines: string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void =>
        reject(
          new StackError(
            `${this.plan.name} ${reason}; its log is ${this.plan.logFile}\n${lastLines.join('').trimEnd()}`,
          ),
        );
      const timer = setTimeout(
        () => fail(`was not ready within ${READY_WITHIN_MS / 1000} s`),
        READY_WITHIN_MS,
      );
      child.on('message', (message) => {
        const ready = message as ReadyMessage;
        if (ready.kind !== 'ready') return;
        clearTimeout(timer);
        this.healthUrl = ready.healthUrl;
        this.wasReady = true;
        resolve();
      });
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        fail(`ended before it was ready (${signal ?? `code ${code}`})`);
      });
    });
  }

  private onExit(code: number | null, signal: NodeJS.Signals | null, livedMs: number): void {
    // One that never worked is told to whoever started it; starting it again would only repeat the fault.
    if (this.stopping || !this.wasReady) return;
    if (livedMs > STEADY_AFTER_MS) this.pauseMs = FIRST_PAUSE_MS;
    const why = signal ?? `code ${code}`;
    this.report(
      `${this.plan.name} died (${why}); starting it again in ${this.pauseMs} ms, log: ${this.plan.logFile}`,
    );
    this.restartTimer = setTimeout(() => {
      this.restarts += 1;
      this.start().then(
        () => this.report(`${this.plan.name} is back (pid ${this.pid})`),
        () => undefined, // Its end was told above, and it is started again.
      );
    }, this.pauseMs);
    this.pauseMs = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2);
  }
}

/** Our own settings must not leak from the caller's environment into a process by accident. */
function inherited(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'TMPDIR',
    'LANG',
    'TZ',
    'LOG_LEVEL',
    'NODE_OPTIONS',
    'NODE_ENV',
    'SystemRoot',
    'RETAIN_HISTORY_DAYS',
    'RETAIN_OUTBOX_DAYS',
    'RETAIN_DEAD_LETTERS_DAYS',
    'TRUST_PROXY',
  ];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

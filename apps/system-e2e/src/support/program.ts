import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

/** A program of the repository as a person runs it, with what it printed. */
export class Program {
  private text = '';
  readonly exited: Promise<number | null>;

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => (this.text += data.toString()));
    this.exited = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  }

  /** Runs a JavaScript file of the repository, such as `dist/examples/hello-site.js`, or Node with an option. */
  static run(script: string, args: string[] = [], env: Record<string, string> = {}): Program {
    const program = script.startsWith('-') ? script : join(ROOT, script);
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // A group of its own, so that a test can press Ctrl-C on all of it.
    });
    return new Program(child);
  }

  get output(): string {
    return this.text;
  }

  /** What a terminal does on Ctrl-C: the signal goes to every process of the group. */
  pressCtrlC(): void {
    if (this.child.pid) process.kill(-this.child.pid, 'SIGINT');
  }
}

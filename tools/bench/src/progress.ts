const EVERY_MS = 1_000;

/** Says how far the bench is: on a terminal one line that changes, elsewhere a line a second at most. */
export class Progress {
  private saidAt = 0;
  private drawn = false;

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  /** A scenario begins. */
  begin(name: string): void {
    this.clear();
    this.out.write(`${name} ...\n`);
    this.saidAt = performance.now();
  }

  readonly say = (line: string): void => {
    const now = performance.now();
    if (now - this.saidAt < (this.out.isTTY ? EVERY_MS / 10 : EVERY_MS)) return;
    this.saidAt = now;
    if (!this.out.isTTY) this.out.write(`  ${line}\n`);
    else {
      this.out.write(`\r\u001b[K  ${line}`);
      this.drawn = true;
    }
  };

  clear(): void {
    if (this.drawn) this.out.write('\r\u001b[K');
    this.drawn = false;
  }
}

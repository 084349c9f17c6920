/** Where progress is shown: a terminal, whose last line is written over, or anything else, which gets a line at times. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly columns?: number | undefined;
  write(text: string): void;
}

const EVERY_MS = { terminal: 200, other: 5_000 };
const BAR = 24;

/** Shows how far one collection has come, how fast, and when it may be done. */
export class Progress {
  private documents = 0;
  private bytes = 0;
  private readonly begun: number;
  private shownAt: number;

  constructor(
    private readonly screen: Screen,
    private readonly collection: string,
    private readonly totalBytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.begun = now();
    this.shownAt = this.begun;
  }

  /** Bytes of the file that were read. */
  read(bytes: number): void {
    this.bytes += bytes;
  }

  /** Documents that were answered for. */
  done(documents: number): void {
    this.documents += documents;
    const every = this.screen.isTerminal ? EVERY_MS.terminal : EVERY_MS.other;
    if (this.now() - this.shownAt < every) return;
    this.shownAt = this.now();
    this.show();
  }

  /** Leaves a terminal's line empty for what comes next. */
  clear(): void {
    if (this.screen.isTerminal) this.screen.write('\r\x1b[2K');
  }

  get seconds(): number {
    return (this.now() - this.begun) / 1000;
  }

  private show(): void {
    const part = this.totalBytes === 0 ? 1 : Math.min(1, this.bytes / this.totalBytes);
    const rate = Math.round(this.documents / Math.max(this.seconds, 0.001));
    const left = part === 0 ? '?' : inWords((this.seconds * (1 - part)) / part);
    const facts = `${this.documents} documents, ${rate}/s, ${left} left`;
    if (!this.screen.isTerminal)
      return this.screen.write(`${this.collection}: ${Math.floor(part * 100)} %, ${facts}\n`);
    const full = Math.round(part * BAR);
    const line = `${this.collection} ${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${facts}`;
    this.screen.write(`\r\x1b[2K${line.slice(0, (this.screen.columns ?? 80) - 1)}`);
  }
}

function inWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

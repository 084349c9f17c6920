/** Longest that a timer of Node runs; a longer one would end at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** A time-out that can be called off, so that what was answered in time can be read in peace. */
export class TimeLimit {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.timer = setTimeout(() => this.controller.abort(), Math.min(ms, LONGEST_MS));
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get reached(): boolean {
    return this.controller.signal.aborted;
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

export interface DownloadTimes {
  /** Milliseconds from a request to the headers of its answer, for each hop. */
  answerTimeoutMs: number;
  /** Milliseconds without a byte. */
  idleTimeoutMs: number;
  /** Milliseconds of the whole download. */
  totalTimeoutMs: number;
}

/** Why the clock ended a download. */
export class TooSlow extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'TooSlow';
  }
}

/** Aborts a download that takes too long as a whole, or in the step for which it waits. */
export class DownloadClock {
  private readonly controller = new AbortController();
  private readonly total: NodeJS.Timeout;
  private step: NodeJS.Timeout | undefined;
  readonly signal: AbortSignal;

  /** `stopping` ends the download as well, with its own reason. */
  constructor(
    private readonly times: DownloadTimes,
    stopping: AbortSignal,
  ) {
    this.signal = AbortSignal.any([stopping, this.controller.signal]);
    const ms = times.totalTimeoutMs;
    this.total = this.after(ms, `it is not finished after ${ms} ms`);
  }

  awaitAnswer(): void {
    const ms = this.times.answerTimeoutMs;
    this.await(ms, `no answer came for ${ms} ms`);
  }

  awaitBytes(): void {
    const ms = this.times.idleTimeoutMs;
    this.await(ms, `nothing came for ${ms} ms`);
  }

  /** What its reader does with the bytes takes its own time. */
  pause(): void {
    clearTimeout(this.step);
  }

  stop(): void {
    clearTimeout(this.step);
    clearTimeout(this.total);
  }

  private await(ms: number, reason: string): void {
    clearTimeout(this.step);
    this.step = this.after(ms, reason);
  }

  private after(ms: number, reason: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.stop();
      this.controller.abort(new TooSlow(reason));
    }, ms);
  }
}

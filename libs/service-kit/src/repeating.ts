import { type Log, messageOf } from '@callboard/kernel';

/** Does something again and again, one round after the other. A round that fails is made up for by the next one. */
export class Repeating {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  /** `everyMs` is the pause between two rounds; `what` names the work in the log. */
  constructor(
    private readonly what: string,
    private readonly everyMs: number,
    private readonly work: () => Promise<void>,
    private readonly log: Log,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.round = this.once().finally(() => {
        if (!this.stopped) this.start();
      });
    }, this.everyMs);
  }

  /** Resolves when a round that is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private async once(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      this.log.warn({ reason: messageOf(error) }, `${this.what} failed, to be tried again`);
    }
  }
}

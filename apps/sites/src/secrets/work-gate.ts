import { DomainError } from '@callboard/kernel';

/** Lets a few pieces of work run at once and a bounded number wait; further ones are refused as `overloaded`. */
export class WorkGate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limits: { atOnce: number; waiting: number }) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.limits.atOnce) await this.turn();
    else this.running += 1;
    try {
      return await work();
    } finally {
      this.handOn();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= this.limits.waiting) {
      throw new DomainError('overloaded', 'too many logins at once: try again in a few seconds');
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** The place passes straight to the next in line, so that nobody slips in between. */
  private handOn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}

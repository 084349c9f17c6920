/** Lets a few pieces of work run at once; further ones wait their turn, in order. */
export class Gate {
  private readonly queue: (() => void)[] = [];
  private free: number;

  /** `refuse` is thrown, before anything is run, where more than `waiting` would wait; unless given, any number may. */
  constructor(
    slots: number,
    private readonly bound: { waiting: number; refuse: () => Error } | undefined = undefined,
  ) {
    this.free = slots;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.handOn();
    }
  }

  private turn(): Promise<void> {
    if (this.bound !== undefined && this.queue.length >= this.bound.waiting) throw this.bound.refuse();
    return new Promise<void>((resolve) => this.queue.push(resolve));
  }

  /** The slot passes straight to the next in line, so that nobody slips in between. */
  private handOn(): void {
    const next = this.queue.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}

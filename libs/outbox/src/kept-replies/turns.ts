/** One piece of work of a name at a time, within this process; the rest waits here, and holds nothing while it does. */
export class Turns {
  private readonly busy = new Map<string, Promise<void>>();

  /** Runs `work` when nothing else of this name runs. Throws what `refuse` gives when that takes more than so many ms. */
  async run<T>(
    name: string,
    { withinMs, refuse }: { withinMs: number; refuse: () => Error },
    work: () => Promise<T>,
  ): Promise<T> {
    const giveUpAt = performance.now() + withinMs;
    for (let other = this.busy.get(name); other !== undefined; other = this.busy.get(name)) {
      if (!(await endsWithin(other, giveUpAt - performance.now()))) throw refuse();
    }
    const running = work();
    const over = running.then(
      () => undefined,
      () => undefined,
    );
    this.busy.set(name, over);
    try {
      return await running;
    } finally {
      this.busy.delete(name);
    }
  }
}

async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(ms, 0));
  });
  try {
    return await Promise.race([work.then(() => true), tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

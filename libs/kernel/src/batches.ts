/** How things that wait are put together. */
export interface BatchRules<I, O> {
  /** Batches under way at once; what comes meanwhile waits for the next one. */
  readonly atOnce: number;
  /** Most items of one batch, and most bytes; an item that is larger goes alone. */
  readonly items: number;
  readonly bytes: number;
  bytesOf(item: I): number;
  /** Sends a batch and gives the answer to each item, in their order. */
  send(items: readonly I[]): Promise<readonly O[]>;
  /** Whether a batch of several that failed so may be sent again, item by item, so that an odd one fails alone. */
  resend(failure: unknown): boolean;
}

interface Waiting<I, O> {
  readonly item: I;
  answer(answer: O): void;
  fail(reason: unknown): void;
}

/**
 * Batches what waits, and nothing else: an item that comes while nothing is under way is sent at once, by itself; those
 * that come while batches are under way go together in the next one. So nobody waits for company, and under load one
 * request, one statement and one commit serve many.
 */
export class Batches<I, O> {
  private waiting: Waiting<I, O>[] = [];
  private underWay = 0;

  constructor(private readonly rules: BatchRules<I, O>) {}

  /** True while nothing waits and nothing is under way. */
  get idle(): boolean {
    return this.underWay === 0;
  }

  /** Resolves with the answer to this item. Rejects with what `send` failed with. */
  add(item: I): Promise<O> {
    return new Promise((answer, fail) => {
      this.waiting.push({ item, answer, fail });
      this.sendNext();
    });
  }

  private sendNext(): void {
    while (this.underWay < this.rules.atOnce && this.waiting.length > 0) {
      this.underWay += 1;
      void this.deliver(this.nextBatch()).finally(() => {
        this.underWay -= 1;
        this.sendNext();
      });
    }
  }

  private nextBatch(): Waiting<I, O>[] {
    const { items, bytes, bytesOf } = this.rules;
    let total = 0;
    const tooFar = this.waiting
      .slice(0, items)
      .findIndex(({ item }) => (total += bytesOf.call(this.rules, item)) > bytes);
    return this.waiting.splice(0, tooFar < 0 ? items : Math.max(1, tooFar));
  }

  private async deliver(batch: Waiting<I, O>[]): Promise<void> {
    try {
      const answers = await this.rules.send(batch.map(({ item }) => item));
      if (answers.length !== batch.length)
        throw new Error(`a batch of ${batch.length} got ${answers.length} answers`);
      batch.forEach((one, at) => one.answer(answers[at] as O));
    } catch (failure) {
      if (batch.length > 1 && this.rules.resend(failure))
        await Promise.all(batch.map((one) => this.deliver([one])));
      else for (const one of batch) one.fail(failure);
    }
  }
}

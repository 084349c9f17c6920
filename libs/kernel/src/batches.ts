import { apart } from './work-context';

/** How things that wait are put together. */
export interface BatchRules<I, O> {
  /** Batches under way at once; what comes meanwhile waits for the next one. */
  readonly atOnce: number;
  /** Most items of one batch, and most bytes; an item that is larger goes alone. */
  readonly items: number;
  readonly bytes: number;
  bytesOf(item: I): number;
  /** What a batch is to hold once at most, such as the things that an item changes; without it, anything goes together. */
  keysOf?(item: I): readonly string[];
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
 * Batches what waits, and nothing else: what comes while nothing is under way is sent at the end of this turn of the
 * event loop; what comes while batches are under way goes together in the next one. So nobody waits for company, and
 * under load one request, one statement and one commit serve many. A batch is {@link apart} from the work of whoever asked
 * first: the others would else hang on a transaction that is not theirs.
 */
export class Batches<I, O> {
  private waiting: Waiting<I, O>[] = [];
  private underWay = 0;
  private turnEnds = false;

  constructor(private readonly rules: BatchRules<I, O>) {}

  /** True while nothing waits and nothing is under way. */
  get idle(): boolean {
    return this.underWay === 0 && this.waiting.length === 0;
  }

  /** Resolves with the answer to this item. Rejects with what `send` failed with. */
  add(item: I): Promise<O> {
    return new Promise((answer, fail) => {
      this.waiting.push({ item, answer, fail });
      this.sendSoon();
    });
  }

  /** Requests that arrive together, and jobs that end together, do so in one turn. */
  private sendSoon(): void {
    if (this.turnEnds || this.underWay >= this.rules.atOnce) return;
    this.turnEnds = true;
    setImmediate(() => {
      this.turnEnds = false;
      apart(() => this.sendNext());
    });
  }

  private sendNext(): void {
    while (this.underWay < this.rules.atOnce && this.waiting.length > 0) {
      this.underWay += 1;
      void this.deliver(this.nextBatch()).finally(() => {
        this.underWay -= 1;
        if (this.waiting.length > 0) this.sendSoon();
      });
    }
  }

  private nextBatch(): Waiting<I, O>[] {
    const { items, bytes } = this.rules;
    if (this.waiting.length === 1) return this.waiting.splice(0);
    let total = 0;
    const keys = new Set<string>();
    const tooFar = this.waiting.slice(0, items).findIndex(({ item }) => {
      total += this.rules.bytesOf(item);
      const its = this.rules.keysOf?.(item) ?? [];
      const again = its.some((key) => keys.has(key));
      for (const key of its) keys.add(key);
      return again || total > bytes;
    });
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

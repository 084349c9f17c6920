import { type ItemReply, type Operation, settleOperations } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { JsonObject } from './define-workflow';
import type { SiteRequests } from './site-requests';

/** Requests under way at once: enough that one is prepared while another is committed. */
const AT_ONCE = 3;
/** Most operations of one request, and most bytes of their results. */
const BATCH = 200;
const BATCH_BYTES = 1024 * 1024;

interface Settlement {
  readonly item: { id: string; result: JsonObject };
  readonly bytes: number;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  answer(reply: ItemReply<Operation>): void;
  fail(reason: unknown): void;
}

/**
 * Settles operations. One that ends while nothing else does is sent at once; those that end while requests are under
 * way go together in the next one, which costs the services one statement and one commit for all of them.
 */
export class Settlements {
  private readonly waiting: Settlement[] = [];
  private underWay = 0;

  constructor(private readonly requests: SiteRequests) {}

  /**
   * Repeats until it is answered, or `signal` aborts.
   *
   * @throws DomainError of a refusal of the request as such; what is refused of the operation alone is in the reply
   */
  settle(id: string, result: JsonObject, signal: AbortSignal): Promise<ItemReply<Operation>> {
    return new Promise((answer, fail) => {
      const bytes = Buffer.byteLength(JSON.stringify(result));
      this.waiting.push({ item: { id, result }, bytes, signal, answer, fail });
      this.send();
    });
  }

  private send(): void {
    while (this.underWay < AT_ONCE && this.waiting.length > 0) {
      this.underWay += 1;
      void this.deliver(this.nextBatch()).finally(() => {
        this.underWay -= 1;
        this.send();
      });
    }
  }

  private nextBatch(): Settlement[] {
    let bytes = 0;
    const count = this.waiting
      .slice(0, BATCH)
      .findIndex((settlement) => (bytes += settlement.bytes) > BATCH_BYTES);
    return this.waiting.splice(0, count < 0 ? BATCH : Math.max(1, count));
  }

  /** A batch that is refused as a whole is sent item by item, so that one odd result does not hold up the others. */
  private async deliver(batch: Settlement[]): Promise<void> {
    try {
      const items = batch.map(({ item }) => item);
      const reply = await this.requests.persist(settleOperations, { items }, untilAllAborted(batch));
      batch.forEach((settlement, at) => settlement.answer(reply.items[at] ?? missing()));
    } catch (thrown) {
      if (batch.length > 1 && thrown instanceof DomainError)
        await Promise.all(batch.map((one) => this.deliver([one])));
      else for (const settlement of batch) settlement.fail(thrown);
    }
  }
}

function untilAllAborted(batch: readonly Settlement[]): AbortSignal {
  const [only] = batch;
  if (only !== undefined && batch.length === 1) return only.signal;
  const all = new AbortController();
  let left = batch.length;
  const oneLess = (): void => {
    left -= 1;
    if (left === 0) all.abort();
  };
  for (const { signal } of batch) {
    if (signal.aborted) oneLess();
    else signal.addEventListener('abort', oneLess, { once: true });
  }
  return all.signal;
}

function missing(): ItemReply<Operation> {
  return { ok: false, error: { code: 'internal', message: 'the reply holds fewer items than were sent' } };
}

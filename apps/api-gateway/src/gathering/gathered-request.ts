import type { Caller, ItemReply, RequestContract } from '@callboard/contracts';
import { Batches, DomainError } from '@callboard/kernel';
import { currentTraceparent, type RequestClient, runInTrace } from '@callboard/messaging';
import { itemOf, ONE_DOCUMENT, onlyItem } from '../lists/batch';

/** Batches of one caller that a service works on at once: while one is committed, the next one is prepared. */
const AT_ONCE = 1;
/** Most items of a batch, and most bytes: its reply holds every item whole. */
const ITEMS = 50;
const BYTES = 500_000;

/** Refusals of an item that may be due to what it was asked with. */
const CROWDED: ReadonlySet<string> = new Set(['overloaded', 'too-large']);

interface Asked<I> {
  readonly item: I;
  readonly traceparent: string | undefined;
}

interface Answered<O> {
  readonly reply: ItemReply<O>;
  /** Whether other items went along, which may have left no room for this one's answer. */
  readonly inCompany: boolean;
}

/**
 * One item of a plural request for each HTTP request. What one caller asks while its earlier requests are under way
 * goes together, so that many workers of a site cost the services one statement and one commit for all of them. A
 * batch belongs to one caller, since who asks is said once for all of it; it goes in the trace of its first.
 *
 * What bears an idempotency key goes by itself: its reply is kept as that of this one request.
 *
 * Only for requests that may be repeated: a batch that is refused as a whole is asked again item by item.
 */
export class GatheredRequest<I, N, O> {
  private readonly byCaller = new Map<string, Batches<Asked<I>, Answered<O>>>();

  constructor(
    private readonly requests: RequestClient,
    private readonly contract: RequestContract<N, { items: ItemReply<O>[] }>,
    private readonly inputOf: (items: I[]) => NoInfer<N>,
    /** What a batch is to hold once at most, where the order of two requests about one thing tells. */
    private readonly keyOf?: (item: I) => string,
  ) {}

  /** Asks for one item. @throws DomainError its refusal, or that of the request as such */
  async ask(item: I, caller: Caller, idempotencyKey?: string): Promise<O> {
    if (idempotencyKey !== undefined) return this.askAlone(item, caller, idempotencyKey);
    const asked = { item, traceparent: currentTraceparent() };
    const { reply, inCompany } = await this.together(asked, caller);
    if (!reply.ok && inCompany && CROWDED.has(reply.error.code)) {
      const [alone] = await this.send([asked], caller);
      if (alone !== undefined) return itemOf(alone.reply);
    }
    return itemOf(reply);
  }

  private async askAlone(item: I, caller: Caller, idempotencyKey: string): Promise<O> {
    const options = { caller, idempotencyKey, ...ONE_DOCUMENT };
    return onlyItem(await this.requests.request(this.contract, this.inputOf([item]), options));
  }

  private async together(asked: Asked<I>, caller: Caller): Promise<Answered<O>> {
    const key = JSON.stringify(caller);
    const batches = this.byCaller.get(key) ?? this.batchesOf(caller);
    this.byCaller.set(key, batches);
    try {
      return await batches.add(asked);
    } finally {
      if (batches.idle) this.byCaller.delete(key);
    }
  }

  private batchesOf(caller: Caller): Batches<Asked<I>, Answered<O>> {
    const { keyOf } = this;
    return new Batches({
      atOnce: AT_ONCE,
      items: ITEMS,
      bytes: BYTES,
      bytesOf: ({ item }) => JSON.stringify(item).length,
      ...(keyOf && { keysOf: ({ item }: Asked<I>) => [keyOf(item)] }),
      send: (batch) => this.send(batch, caller),
      resend: wasRefused,
    });
  }

  private async send(batch: readonly Asked<I>[], caller: Caller): Promise<Answered<O>[]> {
    const input = this.inputOf(batch.map(({ item }) => item));
    const { items } = await runInTrace(batch[0]?.traceparent, () =>
      this.requests.request(this.contract, input, { caller, ...ONE_DOCUMENT }),
    );
    if (items.length !== batch.length)
      throw new DomainError('internal', `a service answered a batch of ${batch.length} with ${items.length}`);
    return items.map((reply) => ({ reply, inCompany: batch.length > 1 }));
  }
}

/** A service that is away or busy is not asked once more for each item; one that refused a batch may take most of it. */
function wasRefused(failure: unknown): boolean {
  return failure instanceof DomainError && failure.code !== 'unavailable' && failure.code !== 'overloaded';
}

import { type ItemReply, type Operation, settleOperations } from '@callboard/contracts';
import { Batches, DomainError } from '@callboard/kernel';
import type { JsonObject } from './define-workflow';
import type { SiteRequests } from './site-requests';

/** Requests under way at once: enough that one is prepared while another is committed. */
const AT_ONCE = 3;
/** Most operations of one request, and most bytes of their results. */
const BATCH = 200;
const BATCH_BYTES = 1024 * 1024;

interface Settlement {
  readonly item: { id: string; result: JsonObject; metadata?: JsonObject };
  readonly bytes: number;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Settles operations; those that end while requests are under way go together in the next one. */
export class Settlements {
  private readonly batches: Batches<Settlement, ItemReply<Operation>>;

  constructor(requests: SiteRequests) {
    this.batches = new Batches({
      atOnce: AT_ONCE,
      items: BATCH,
      bytes: BATCH_BYTES,
      bytesOf: ({ bytes }) => bytes,
      send: async (batch) => {
        const items = batch.map(({ item }) => item);
        return (await requests.persist(settleOperations, { items }, untilAllAborted(batch))).items;
      },
      resend: (thrown) => thrown instanceof DomainError,
    });
  }

  /**
   * Repeats until it is answered, or `signal` aborts.
   *
   * @throws DomainError of a refusal of the request as such; what is refused of the operation alone is in the reply
   */
  settle(
    id: string,
    result: JsonObject,
    signal: AbortSignal,
    metadata?: JsonObject,
  ): Promise<ItemReply<Operation>> {
    const item = { id, result, ...(metadata === undefined ? {} : { metadata }) };
    return this.batches.add({ item, bytes: Buffer.byteLength(JSON.stringify(item)), signal });
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

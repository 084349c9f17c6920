import {
  type Caller,
  endOperations,
  getOperations,
  type ItemReply,
  openOperations,
  type Operation,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';
import type { HeldClaim } from '../use-cases/claims-store';
import type { EndedByHand, Operations } from '../use-cases/operations';
import { batchesOf } from './batches';

const SELF: Caller = { kind: 'service', service: 'jobs' };
/** Shorter than the 5 s that whoever asks us waits, so that we can still say what failed. */
const ASKED = { caller: SELF, timeoutMs: 3500 };
/** Bytes of one request and most items of it: each operation comes back with its job's config. */
const BATCH = { bytes: 500_000, items: 100 };
/** When only ids are sent, what comes back may still be large. */
const BY_ID = { bytes: Infinity, items: 20 };

/** Asks the service `operations`. */
@Injectable()
export class OperationsClient implements Operations {
  constructor(private readonly client: RequestClient) {}

  async open(claims: readonly HeldClaim[]): Promise<ItemReply<Operation>[]> {
    const batches = batchesOf(claims.map(toOpen), BATCH, ({ job }) => JSON.stringify(job).length);
    return this.inTurn(batches, (items) => this.client.request(openOperations, { items }, ASKED));
  }

  async end(
    operationIds: readonly string[],
    outcome: EndedByHand,
    reason: string,
  ): Promise<ItemReply<Operation>[]> {
    const ends = operationIds.map((id) => ({ id, outcome, reason }));
    return this.inTurn(batchesOf(ends, BY_ID), (items) =>
      this.client.request(endOperations, { items }, ASKED),
    );
  }

  async find(operationIds: readonly string[]): Promise<ItemReply<Operation>[]> {
    return this.inTurn(batchesOf(operationIds, BY_ID), (ids) =>
      this.client.request(getOperations, { ids }, ASKED),
    );
  }

  private async inTurn<T>(
    batches: T[][],
    ask: (batch: T[]) => Promise<{ items: ItemReply<Operation>[] }>,
  ): Promise<ItemReply<Operation>[]> {
    const replies: ItemReply<Operation>[] = [];
    for (const batch of batches) replies.push(...(await ask(batch)).items);
    return replies;
  }
}

const toOpen = ({ operationId, siteId, claimant, attempt, leaseMs, job, traceparent }: HeldClaim) => ({
  id: operationId,
  site_id: siteId,
  claimant,
  attempt,
  lease_ms: leaseMs,
  job: { id: job.id, workflow: job.workflow, config: job.config },
  traceparent,
});

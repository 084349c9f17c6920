import { BATCH_LIMIT, type Caller, describeEnds } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';
import type { KnownOperation } from '../domain/imported-claims';
import type { OperationEnds } from '../use-cases/operation-ends';
import { batchesOf } from './batches';

const SELF: Caller = { kind: 'service', service: 'jobs' };
const BATCH = { items: BATCH_LIMIT, bytes: Infinity };

/** Asks the service `operations`. */
@Injectable()
export class AskedOperationEnds implements OperationEnds {
  constructor(private readonly client: RequestClient) {}

  async of(operationIds: readonly string[]): Promise<ReadonlyMap<string, KnownOperation>> {
    const ends = new Map<string, KnownOperation>();
    for (const ids of batchesOf([...new Set(operationIds)], BATCH)) {
      const { operations } = await this.client.request(describeEnds, { ids }, { caller: SELF });
      for (const { id, site_id, lease_ms, outcome, error_code, opened_at, ended_at } of operations)
        ends.set(id, {
          siteId: site_id,
          leaseMs: lease_ms,
          outcome,
          errorCode: error_code,
          openedAt: opened_at,
          endedAt: ended_at,
        });
    }
    return ends;
  }
}

import type { Outcome } from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import type { JobOfOperation, Operation } from '../../../../apps/operations/src/domain/operation';
import { isEnded, mayMove } from '../../../../apps/operations/src/domain/operation-states';
import {
  endedAs,
  existing,
  live,
  type OperationPatch,
  ownedBy,
  progressed,
  settled,
} from '../../../../apps/operations/src/domain/operation-writes';

interface Held {
  operation: Operation;
  readonly leaseMs: number;
}

export interface OpenedFor {
  readonly siteId: string;
  readonly attempt: number;
  readonly leaseMs: number;
  readonly job: JobOfOperation;
}

/**
 * Operations in memory, under the rules of the service `operations`. Leases are measured by the clock given and end on
 * the millisecond, where the service grants some seconds more.
 */
export class BoardOperations {
  private readonly held = new Map<string, Held>();

  /** @param ended hears of each operation that ends, once */
  constructor(
    private readonly now: () => number,
    private readonly ended: (operation: Operation, outcome: Outcome) => void,
  ) {}

  open({ leaseMs, ...more }: OpenedFor): Operation {
    const operation: Operation = {
      id: mintId(),
      ...more,
      state: 'open',
      expireTime: new Date(this.now() + leaseMs),
      result: null,
      metadata: {},
      promised: null,
      version: 1,
      endedAt: null,
      traceparent: null,
      written: false,
    };
    this.held.set(operation.id, { operation, leaseMs });
    return operation;
  }

  all(): Operation[] {
    return [...this.held.values()].map(({ operation }) => operation);
  }

  get(id: string): Operation {
    return existing(id, this.held.get(id)?.operation);
  }

  /** The end that its own site gives it. */
  settle(id: string, siteId: string, patch: OperationPatch): Operation {
    return this.keep(settled(ownedBy(siteId, id, this.held.get(id)?.operation), patch));
  }

  /** What its own site says on the way; renews the lease. */
  progress(id: string, siteId: string, patch: OperationPatch): Operation {
    return this.keep(this.renewed(progressed(ownedBy(siteId, id, this.held.get(id)?.operation), patch)));
  }

  renew(id: string, siteId: string): Operation {
    return this.keep(this.renewed(live(ownedBy(siteId, id, this.held.get(id)?.operation))));
  }

  /** The end that others give it. */
  end(id: string, outcome: 'cancelled' | 'released'): Operation {
    return this.keep(endedAs(this.get(id), outcome));
  }

  expire(id: string): void {
    const { state, ...operation } = this.get(id);
    if (mayMove(state, 'expired')) this.keep({ ...operation, state: 'expired' });
  }

  /** Ends what nobody renewed in time. */
  expireDue(): void {
    for (const { operation } of this.held.values())
      if (operation.expireTime.getTime() <= this.now()) this.expire(operation.id);
  }

  private renewed(operation: Operation): Operation {
    const { leaseMs = 0 } = this.held.get(operation.id) ?? {};
    return { ...operation, expireTime: new Date(this.now() + leaseMs) };
  }

  private keep(next: Operation): Operation {
    const held = this.held.get(next.id);
    if (held === undefined || held.operation === next) return next;
    held.operation = next;
    if (isEnded(next.state)) this.ended(next, next.state);
    return next;
  }
}

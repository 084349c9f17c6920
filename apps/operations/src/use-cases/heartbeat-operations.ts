import type { Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Operation } from '../domain/operation';
import { live, ownedBy } from '../domain/operation-writes';
import { OPERATIONS_STORE, type OperationsStore } from './operations-store';
import { askingSite } from './who-asks';

/** A lease by its operation's id, or why it was not renewed. */
export type LeaseAnswer = { readonly id: string; readonly expireTime: Date } | DomainError;

/** Renews leases; leaves neither history nor events (design 7). */
@Injectable()
export class HeartbeatOperations {
  constructor(@Inject(OPERATIONS_STORE) private readonly store: OperationsStore) {}

  async execute(ids: readonly string[], caller: Caller): Promise<LeaseAnswer[]> {
    const siteId = askingSite(caller);
    const renewed = await this.store.renew(ids, siteId);
    const refused = ids.filter((id) => !renewed.has(id));
    const known = refused.length > 0 ? await this.store.find(refused) : new Map<string, Operation>();
    return ids.map((id) => {
      const expireTime = renewed.get(id);
      return expireTime ? { id, expireTime } : standing(id, siteId, known.get(id));
    });
  }
}

/** Why it was not renewed. One that was opened only a moment ago needs no renewal yet. */
function standing(id: string, siteId: string, operation: Operation | undefined): LeaseAnswer {
  try {
    return { id, expireTime: live(ownedBy(siteId, id, operation)).expireTime };
  } catch (thrown) {
    if (thrown instanceof DomainError) return thrown;
    throw thrown;
  }
}

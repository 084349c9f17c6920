import { type Caller, PERMIT_VALID_MS } from '@callboard/contracts';
import { DomainError, mintLocalId } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { live, ofNoJob, ownedBy } from '../domain/operation-writes';
import { OPERATIONS_STORE, type OperationsStore } from './operations-store';
import { demandService } from './who-asks';

export interface WritePermit {
  readonly permitId: string;
  readonly jobId: string;
  readonly attempt: number;
  readonly validMs: number;
}

/** Permits stores of other services to keep results that name an operation (ADR 18). */
@Injectable()
export class PermitWrites {
  constructor(@Inject(OPERATIONS_STORE) private readonly store: OperationsStore) {}

  /** @throws DomainError `forbidden`, `not-found`, the code of its end, or `overloaded` while somebody is about to end it */
  async grant(id: string, siteId: string, caller: Caller): Promise<WritePermit> {
    demandService(caller);
    const permitId = mintLocalId();
    const permitted = await this.store.permit(id, siteId, permitId);
    if (permitted) return { permitId, ...permitted, validMs: PERMIT_VALID_MS };
    const operation = (await this.store.find([id])).get(id);
    if (live(ownedBy(siteId, id, operation)).job === null) throw ofNoJob(id);
    throw new DomainError('overloaded', `the operation ${id} is about to be ended: ask again in a moment`);
  }

  async giveBack(id: string, permitId: string, caller: Caller): Promise<void> {
    demandService(caller);
    await this.store.returnPermit(id, permitId);
  }
}

import type { Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Database, guarded, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { type Permitted, WritePermit } from './write-permit';

/** Keeps what is stored under an operation only while that operation is open. */
@Injectable()
export class OperationFence {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestClient,
  ) {}

  /**
   * Runs `work`; every transaction of it is a write under the operation, one at a time. Without an operation it just runs.
   *
   * @throws DomainError the code of the operation's end, `operation-superseded`, `forbidden`, `not-found`, `overloaded`
   */
  under<T>(operationId: string | undefined, caller: Caller, work: () => Promise<T>): Promise<T> {
    if (operationId === undefined) return work();
    return guarded(this.permitFor(operationId, caller), work);
  }

  /**
   * For a transaction that takes longer than a permit lasts: `work` calls `permit` with it when everything else is done,
   * and then commits.
   *
   * @throws DomainError as {@link under}
   */
  async lastly<T>(operationId: string, caller: Caller, work: (permit: LastPermit) => Promise<T>): Promise<T> {
    const permit = this.permitFor(operationId, caller);
    try {
      return await work(async (tx) => {
        const permitted = await permit.begun(tx);
        permit.ending(tx);
        return permitted;
      });
    } finally {
      permit.over();
    }
  }

  private permitFor(operationId: string, caller: Caller): WritePermit {
    if (caller.kind !== 'site')
      throw new DomainError('forbidden', 'Only the site that works under an operation stores results of it.');
    return new WritePermit(operationId, caller.siteId, this.database.service, this.requests);
  }
}

/** Makes a transaction a write under an operation; to be called last in it. Gives the job that the operation is about. */
export type LastPermit = (tx: Transaction) => Promise<Permitted>;

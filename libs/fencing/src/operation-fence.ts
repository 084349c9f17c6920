import type { Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Database, guarded } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { WritePermit } from './write-permit';

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
    if (caller.kind !== 'site')
      throw new DomainError('forbidden', 'Only the site that works under an operation stores results of it.');
    const permit = new WritePermit(operationId, caller.siteId, this.database.service, this.requests);
    return guarded(permit, work);
  }
}

import { type Caller, nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type OperationPatch, ownedBy, progressed } from '../domain/operation-writes';
import { type Answer, changeEach } from './change-each';
import { OPERATIONS_STORE, type OperationsStore } from './operations-store';
import { askingSite } from './who-asks';

export interface ProgressItem extends OperationPatch {
  readonly id: string;
}

/** Keeps what a site reports under its operations, and renews their leases. */
@Injectable()
export class ReportProgress {
  constructor(@Inject(OPERATIONS_STORE) private readonly store: OperationsStore) {}

  async execute(items: readonly ProgressItem[], caller: Caller): Promise<Answer[]> {
    const siteId = askingSite(caller);
    const { answers } = await changeEach(this.store, items, nameOfCaller(caller), {
      next: (operation, item) => progressed(ownedBy(siteId, item.id, operation), item),
      why: () => 'progress',
    });
    return answers;
  }
}

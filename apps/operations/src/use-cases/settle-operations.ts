import { type Caller, nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { type OperationPatch, ownedBy, settled } from '../domain/operation-writes';
import { type Answer, changeEach } from './change-each';
import { OPERATIONS_STORE, type OperationsStore } from './operations-store';
import { STATE_CHANGE_REPORTER, type StateChangeReporter } from './state-change-reporter';
import { askingSite } from './who-asks';

export interface SettleItem extends OperationPatch {
  readonly id: string;
}

/** Ends operations the way their own site says: with a result, with an error, or cancelled. */
@Injectable()
export class SettleOperations {
  constructor(
    @Inject(OPERATIONS_STORE) private readonly store: OperationsStore,
    @Inject(STATE_CHANGE_REPORTER) private readonly reporter: StateChangeReporter,
  ) {}

  async execute(items: readonly SettleItem[], caller: Caller): Promise<Answer[]> {
    const siteId = askingSite(caller);
    const who = nameOfCaller(caller);
    const { answers, ended } = await changeEach(this.store, items, who, {
      next: (operation, item) => settled(ownedBy(siteId, item.id, operation), item),
      why: () => 'settled by its site',
    });
    this.reporter.ended(ended, who);
    return answers;
  }
}

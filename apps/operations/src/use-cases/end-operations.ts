import { type Caller, nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { endedAs, existing } from '../domain/operation-writes';
import { type Answer, changeEach } from './change-each';
import { OPERATIONS_STORE, type OperationsStore } from './operations-store';
import { STATE_CHANGE_REPORTER, type StateChangeReporter } from './state-change-reporter';
import { demandService } from './who-asks';

export interface EndItem {
  readonly id: string;
  readonly outcome: 'cancelled' | 'released';
  readonly reason: string;
}

/** Ends operations by other hands than the worker's, and tells the sites. */
@Injectable()
export class EndOperations {
  constructor(
    @Inject(OPERATIONS_STORE) private readonly store: OperationsStore,
    @Inject(STATE_CHANGE_REPORTER) private readonly reporter: StateChangeReporter,
  ) {}

  async execute(items: readonly EndItem[], caller: Caller): Promise<Answer[]> {
    demandService(caller);
    const who = nameOfCaller(caller);
    const { answers, ended } = await changeEach(this.store, items, who, {
      next: (operation, { id, outcome }) => endedAs(existing(id, operation), outcome),
      why: ({ reason }) => reason,
    });
    this.reporter.ended(ended, who);
    this.reporter.tellSites(ended);
    return answers;
  }
}

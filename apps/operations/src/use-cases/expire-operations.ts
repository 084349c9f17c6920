import { nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { OPERATIONS_STORE, type OperationsStore } from './operations-store';
import { STATE_CHANGE_REPORTER, type StateChangeReporter } from './state-change-reporter';

/** Most operations that one commit ends. */
const BATCH = 500;
const WHO = nameOfCaller({ kind: 'service', service: 'operations' });

/** Ends operations whose lease ran out, and tells their sites. Several processes may do so at once. */
@Injectable()
export class ExpireOperations {
  constructor(
    @Inject(OPERATIONS_STORE) private readonly store: OperationsStore,
    @Inject(STATE_CHANGE_REPORTER) private readonly reporter: StateChangeReporter,
  ) {}

  /** Gives how many it ended. */
  async execute(): Promise<number> {
    for (let total = 0; ;) {
      const ended = await this.store.expire(BATCH, WHO);
      this.reporter.ended(ended, WHO);
      this.reporter.tellSites(ended);
      total += ended.length;
      if (ended.length < BATCH) return total;
    }
  }
}

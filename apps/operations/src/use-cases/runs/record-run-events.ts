import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { live, ownedBy } from '../../domain/operation-writes';
import type { OpEvent } from '../../domain/runs/op-attempts';
import { askingSite } from '../who-asks';
import { RUNS_STORE, type RunsStore } from './runs-store';

/** Keeps what the ops of a run did, as long as its operation is open. */
@Injectable()
export class RecordRunEvents {
  constructor(@Inject(RUNS_STORE) private readonly store: RunsStore) {}

  /** Gives how many events changed something. @throws DomainError `forbidden`, `not-found`, `too-large`, or the code of the end */
  async execute(operationId: string, events: readonly OpEvent[], caller: Caller): Promise<number> {
    const siteId = askingSite(caller);
    return this.store.record(operationId, events, (operation) =>
      live(ownedBy(siteId, operationId, operation)),
    );
  }
}

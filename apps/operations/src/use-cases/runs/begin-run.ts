import { type Caller, nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { live, ownedBy } from '../../domain/operation-writes';
import { askingSite } from '../who-asks';
import { type BegunRun, RUNS_STORE, type RunsStore } from './runs-store';

/** Begins the run of the job that a site works on, or goes on with the one that earlier attempts had. */
@Injectable()
export class BeginRun {
  constructor(@Inject(RUNS_STORE) private readonly store: RunsStore) {}

  /** @throws DomainError `forbidden`, `not-found`, or the code of the operation's end */
  async execute(operationId: string, caller: Caller): Promise<BegunRun> {
    const siteId = askingSite(caller);
    return this.store.begin(operationId, nameOfCaller(caller), (operation) =>
      live(ownedBy(siteId, operationId, operation)),
    );
  }
}

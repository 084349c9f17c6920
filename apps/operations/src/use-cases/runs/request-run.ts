import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { demandService } from '../who-asks';
import { RUNS_STORE, type RunsStore } from './runs-store';

/** Notes that a run was asked for, so that whoever asked can be told its id before any site takes the job. */
@Injectable()
export class RequestRun {
  constructor(@Inject(RUNS_STORE) private readonly store: RunsStore) {}

  /** `askedBy` is told as who started it. @throws DomainError `forbidden` */
  async execute(
    asked: { workflowId: string; objectId: string; askedBy: string },
    caller: Caller,
  ): Promise<{ id: string; isNew: boolean }> {
    demandService(caller);
    return this.store.request(asked.workflowId, asked.objectId, asked.askedBy);
  }
}

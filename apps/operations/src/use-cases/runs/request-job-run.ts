import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { demandService } from '../who-asks';
import { type JobRun, RUN_REPORTS_STORE, type RunReportsStore } from './run-reports-store';

/** Notes who asked for the run of a job that was posted, so that the run has an id before any site claims the job. */
@Injectable()
export class RequestJobRun {
  constructor(@Inject(RUN_REPORTS_STORE) private readonly store: RunReportsStore) {}

  /** Gives the id of the run. @throws DomainError `forbidden` */
  async execute(asked: JobRun, caller: Caller): Promise<string> {
    demandService(caller);
    return this.store.requestOfJob(asked);
  }
}

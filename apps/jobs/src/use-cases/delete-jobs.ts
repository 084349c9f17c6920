import { BATCH_LIMIT, type Caller, mayDo, nameOfCaller, RIGHTS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CancelOpenJobs } from './cancel-open-jobs';
import { type RemovedActivity, REMOVED_JOBS_STORE, type RemovedJobsStore } from './removed-jobs-store';

const RIGHT = 'allow:/queries:run(query_cmd:DeleteCommand)';

/** Removes the jobs that were to make documents which are gone (contract 2.8). */
@Injectable()
export class DeleteJobs {
  constructor(
    @Inject(REMOVED_JOBS_STORE) private readonly removedJobs: RemovedJobsStore,
    private readonly cancelOpen: CancelOpenJobs,
  ) {}

  /** Gives the jobs that are gone, whoever removed them. Refusals: `forbidden`, `unavailable`. */
  async execute(removed: readonly RemovedActivity[], caller: Caller): Promise<string[]> {
    if (!mayDo(RIGHT, caller, {})) throw new DomainError('forbidden', `Who may: ${RIGHTS[RIGHT].words}`);
    const who = nameOfCaller(caller);
    let before: readonly string[] = [];
    for (;;) {
      const jobIds = await this.removedJobs.find(removed, BATCH_LIMIT);
      if (jobIds.length === 0) return this.removedJobs.gone(removed);
      if (jobIds.every((id) => before.includes(id))) throw restless(jobIds);
      await this.cancelOpen.execute(jobIds, who, 'what it was to make is removed');
      await this.removedJobs.remove(jobIds, who);
      before = jobIds;
    }
  }
}

const restless = ([first]: readonly string[]): DomainError =>
  new DomainError(
    'unavailable',
    `The job ${first} is queued or claimed again each time it was cancelled: ask again.`,
  );

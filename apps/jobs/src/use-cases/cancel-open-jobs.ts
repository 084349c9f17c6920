import { keptStep } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { EndClaims } from './end-claims';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import { MANAGED_JOBS_STORE, type ManagedJobsStore } from './managed-jobs-store';

/** A job that is claimed, released and claimed again in between is looked at once more, so often. */
const ROUNDS = 5;

/** Cancels what is queued or claimed of some jobs. Against a claim, a report or a lost lease exactly one wins. */
@Injectable()
export class CancelOpenJobs {
  constructor(
    @Inject(MANAGED_JOBS_STORE) private readonly managed: ManagedJobsStore,
    private readonly endClaims: EndClaims,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
  ) {}

  async execute(jobIds: readonly string[], who: string, why: string): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const openOperationIds = await keptStep(`round ${round}`, () => this.cancel(jobIds, who, why));
      if (openOperationIds.length === 0) return;
      await this.endClaims.execute(openOperationIds, 'cancelled', who, `${why} by ${who}`);
    }
  }

  /** Cancels those that nobody holds, and gives the operations of the others. */
  private async cancel(jobIds: readonly string[], who: string, why: string): Promise<string[]> {
    const { cancelled, openOperationIds } = await this.managed.cancel(jobIds, who, why);
    this.journal.tell(cancelled);
    return [...openOperationIds];
  }
}

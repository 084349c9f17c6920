import { type Caller, type ItemReply, type Job, nameOfCaller, refused } from '@callboard/contracts';
import { keptStep } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { answerManaged } from './answer-managed';
import { EndClaims } from './end-claims';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import { JOBS_STORE, type JobsStore } from './jobs-store';
import { MANAGED_JOBS_STORE, type ManagedJobsStore } from './managed-jobs-store';
import { JobOwners } from './job-owners';

/** A job that is claimed, released and claimed again in between is looked at once more, so often. */
const ROUNDS = 5;

/** Cancels jobs, queued or claimed. Against a claim, a report or a lost lease exactly one wins. */
@Injectable()
export class CancelJobs {
  constructor(
    @Inject(MANAGED_JOBS_STORE) private readonly managed: ManagedJobsStore,
    @Inject(JOBS_STORE) private readonly jobs: JobsStore,
    private readonly owners: JobOwners,
    private readonly endClaims: EndClaims,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
  ) {}

  /**
   * Answers in the order asked with the jobs as they are then. Refusals, per item: `forbidden`, `not-found`, `job-ended`,
   * `unavailable` for one that changed hands all the time.
   */
  async execute(jobIds: readonly string[], caller: Caller, reason?: string): Promise<ItemReply<Job>[]> {
    const { own, refusals } = await this.owners.of(jobIds, caller);
    const who = nameOfCaller(caller);
    const why = reason === undefined ? 'cancelled' : `cancelled: ${reason}`;
    for (let round = 0; round < ROUNDS; round += 1) {
      const openOperationIds = await keptStep(`round ${round}`, () => this.cancel(own, who, why));
      if (openOperationIds.length === 0) break;
      await this.endClaims.execute(openOperationIds, 'cancelled', who, `${why} by ${who}`);
    }
    const found = await this.jobs.find(own);
    return jobIds.map((id) => refusals.get(id) ?? answerManaged(id, found, ['cancelled'], standing));
  }

  /** Cancels those that nobody holds, and gives the operations of the others. */
  private async cancel(jobIds: readonly string[], who: string, why: string): Promise<string[]> {
    const { cancelled, openOperationIds } = await this.managed.cancel(jobIds, who, why);
    this.journal.tell(cancelled);
    return [...openOperationIds];
  }
}

function standing({ id, state }: Job): ItemReply<never> {
  if (state === 'queued' || state === 'claimed')
    return refused('unavailable', `The job ${id} is claimed and given back all the time: ask again.`);
  return refused('job-ended', `The job ${id} is ${state}: only a queued or a claimed one can be cancelled.`);
}

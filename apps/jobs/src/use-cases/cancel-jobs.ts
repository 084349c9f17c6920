import { type Caller, type ItemReply, type Job, nameOfCaller, refused } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { answerManaged } from './answer-managed';
import { CancelOpenJobs } from './cancel-open-jobs';
import { JOBS_STORE, type JobsStore } from './jobs-store';
import { JobOwners } from './job-owners';

/** Cancels jobs, queued or claimed, for whom they belong to. */
@Injectable()
export class CancelJobs {
  constructor(
    @Inject(JOBS_STORE) private readonly jobs: JobsStore,
    private readonly owners: JobOwners,
    private readonly cancelOpen: CancelOpenJobs,
  ) {}

  /**
   * Answers in the order asked with the jobs as they are then. Refusals, per item: `forbidden`, `not-found`, `job-ended`,
   * `unavailable` for one that changed hands all the time.
   */
  async execute(jobIds: readonly string[], caller: Caller, reason?: string): Promise<ItemReply<Job>[]> {
    const { own, refusals } = await this.owners.of(jobIds, caller);
    const why = reason === undefined ? 'cancelled' : `cancelled: ${reason}`;
    await this.cancelOpen.execute(own, nameOfCaller(caller), why);
    const found = await this.jobs.find(own);
    return jobIds.map((id) => refusals.get(id) ?? answerManaged(id, found, ['cancelled'], standing));
  }
}

function standing({ id, state }: Job): ItemReply<never> {
  if (state === 'queued' || state === 'claimed')
    return refused('unavailable', `The job ${id} is claimed and given back all the time: ask again.`);
  return refused('job-ended', `The job ${id} is ${state}: only a queued or a claimed one can be cancelled.`);
}

import { type Caller, type ItemReply, type Job, nameOfCaller, refused } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { answerManaged } from './answer-managed';
import { JobOwners } from './job-owners';
import { JOBS_STORE, type JobsStore } from './jobs-store';
import { RequeueJobs } from './requeue-jobs';

/** Queues named jobs again that failed, died or were cancelled. */
@Injectable()
export class RetryJobs {
  constructor(
    private readonly owners: JobOwners,
    private readonly requeueJobs: RequeueJobs,
    @Inject(JOBS_STORE) private readonly jobs: JobsStore,
  ) {}

  /** Answers in the order asked. Refusals, per item: `forbidden`, `not-found`, `job-not-retriable`. */
  async execute(jobIds: readonly string[], caller: Caller): Promise<ItemReply<Job>[]> {
    const { own, refusals } = await this.owners.of(jobIds, caller);
    const retried = await this.requeueJobs.execute(own, nameOfCaller(caller));
    const found = await this.jobs.find(own);
    return jobIds.map((id) => {
      const refusal = refusals.get(id);
      if (refusal) return refusal;
      // A retried one may have been claimed since.
      const wanted = found.jobs.get(id);
      return answerManaged(id, found, retried.has(id) && wanted ? [wanted.state] : [], standing);
    });
  }
}

const standing = ({ id, state }: Job): ItemReply<never> =>
  refused(
    'job-not-retriable',
    `The job ${id} is ${state}: only one that failed, died or was cancelled can be tried again.`,
  );

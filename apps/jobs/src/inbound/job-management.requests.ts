import { cancelJobs, type ItemReply, type Job, retryJobs, retryMatchingJobs } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { CancelJobs } from '../use-cases/cancel-jobs';
import { RetryJobs } from '../use-cases/retry-jobs';
import { RetryMatchingJobs } from '../use-cases/retry-matching-jobs';

/** What is done about jobs by whom they belong to, and by those who run the runtime. */
@Controller()
export class JobManagementRequests {
  constructor(
    private readonly cancelJobs: CancelJobs,
    private readonly retryJobs: RetryJobs,
    private readonly retryMatchingJobs: RetryMatchingJobs,
  ) {}

  @OnRequest(cancelJobs)
  async cancel(
    { job_ids, reason }: z.infer<typeof cancelJobs.input>,
    { caller }: RequestContext,
  ): Promise<{ items: ItemReply<Job>[] }> {
    return { items: await this.cancelJobs.execute(job_ids, caller, reason) };
  }

  @OnRequest(retryJobs)
  async retry(
    { job_ids }: z.infer<typeof retryJobs.input>,
    { caller }: RequestContext,
  ): Promise<{ items: ItemReply<Job>[] }> {
    return { items: await this.retryJobs.execute(job_ids, caller) };
  }

  @OnRequest(retryMatchingJobs)
  retryMatching(
    { filter, max }: z.infer<typeof retryMatchingJobs.input>,
    { caller }: RequestContext,
  ): Promise<{ retried: number; more: boolean }> {
    return this.retryMatchingJobs.execute(filter, max, caller);
  }
}

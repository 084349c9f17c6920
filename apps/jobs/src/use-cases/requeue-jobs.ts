import { Inject, Injectable } from '@nestjs/common';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import { MANAGED_JOBS_STORE, type ManagedJobsStore } from './managed-jobs-store';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

/** Queues ended jobs again and advertises them; the one way, for named jobs and for those that a filter matches. */
@Injectable()
export class RequeueJobs {
  constructor(
    @Inject(MANAGED_JOBS_STORE) private readonly managed: ManagedJobsStore,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
  ) {}

  /** Gives the ids of those that were queued again. */
  async execute(jobIds: readonly string[], who: string): Promise<Set<string>> {
    if (jobIds.length === 0) return new Set();
    const retried = await this.managed.retry(jobIds, who);
    this.queue.ring(retried);
    this.journal.tell(retried);
    return new Set(retried.map(({ jobId }) => jobId));
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { FIRST_STATE } from '../domain/job-states';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import { type Firing, JOBS_STORE, type JobsStore } from './jobs-store';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

@Injectable()
export class CreateTriggeredJobs {
  constructor(
    @Inject(JOBS_STORE) private readonly jobs: JobsStore,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
  ) {}

  /** One job for each (workflow, object), however often a firing is told (design 6). */
  async execute(firings: readonly Firing[]): Promise<void> {
    const created = await this.jobs.createTriggered(firings);
    this.queue.ring(created.map((job) => ({ workflowId: job.workflowId, jobId: job.id })));
    this.journal.tell(created.map(({ id, ...firing }) => ({ ...firing, jobId: id, to: FIRST_STATE })));
  }
}

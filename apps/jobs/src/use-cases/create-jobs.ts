import {
  accepted,
  type Caller,
  type ItemReply,
  type Job,
  type JobIn,
  nameOfCaller,
} from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import { JOBS_STORE, type JobsStore } from './jobs-store';
import { requireSiteOrService } from './rights';
import { tooManyWorkflows } from './too-many-workflows';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

@Injectable()
export class CreateJobs {
  constructor(
    @Inject(JOBS_STORE) private readonly jobs: JobsStore,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
  ) {}

  /** Creates jobs as posted and advertises them. Refusals: `forbidden`, `too-large`; per item `too-many-workflows`. */
  async execute(posted: readonly JobIn[], caller: Caller, traceparent: string): Promise<ItemReply<Job>[]> {
    requireSiteOrService(caller);
    const siteId = caller.kind === 'site' ? caller.siteId : undefined;
    const jobs = await this.jobs.create(posted, { who: nameOfCaller(caller), traceparent, siteId });
    const created = jobs.filter((job) => job !== undefined);
    const due = jobs.filter((job, at) => job !== undefined && posted[at]?.available_at == null);
    this.queue.ring(due.flatMap((job) => (job ? [{ workflowId: job.workflow.id, jobId: job.id }] : [])));
    this.journal.tell(
      created.map((job) => ({ jobId: job.id, workflowId: job.workflow.id, to: job.state, traceparent })),
    );
    return jobs.map((job, at) => (job ? accepted(job) : tooManyWorkflows(posted[at]?.workflow.id ?? '')));
  }
}

import {
  accepted,
  type Caller,
  type ItemReply,
  type JobState,
  nameOfCaller,
  refused,
  RUN_CONFIG_BYTES,
} from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { FIRST_STATE } from '../domain/job-states';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import {
  type RequestedJob,
  REQUESTED_JOBS_STORE,
  type RequestedJobsStore,
  type RunRequest,
} from './requested-jobs-store';
import { RequeueJobs } from './requeue-jobs';
import { siteAsking } from './rights';
import { tooManyWorkflows } from './too-many-workflows';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

export interface RunAnswer {
  job_id: string;
  state: JobState;
  is_new: boolean;
  queued_again?: true;
}

/** Jobs that sensors and schedules of a site ask for, each once by its run key. */
@Injectable()
export class RequestJobs {
  constructor(
    @Inject(REQUESTED_JOBS_STORE) private readonly requested: RequestedJobsStore,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
    private readonly requeueJobs: RequeueJobs,
  ) {}

  /** Answers in the order asked. Refusals: `forbidden`; per item `too-large`, `too-many-workflows`. */
  async execute(
    requests: readonly RunRequest[],
    caller: Caller,
    traceparent: string,
  ): Promise<ItemReply<RunAnswer>[]> {
    const siteId = siteAsking(caller);
    const who = nameOfCaller(caller);
    const fitting = requests.filter(fits);
    const jobs = await this.requested.request(siteId, fitting, { who, traceparent, siteId });
    const jobOf = new Map(fitting.map((request, at) => [request, jobs[at]]));
    this.tellNew(jobOf, traceparent);
    const again = requests.flatMap((request) => (request.again ? (oldJob(jobOf.get(request)) ?? []) : []));
    const requeued = await this.requeueJobs.execute([...new Set(again)], who);
    return requests.map((request) => {
      if (!fits(request)) return tooLarge(request);
      const job = jobOf.get(request);
      return job ? accepted(answer(job, requeued)) : tooManyWorkflows(request.workflowId);
    });
  }

  private tellNew(jobOf: ReadonlyMap<RunRequest, RequestedJob | undefined>, traceparent: string): void {
    const created = [...jobOf].flatMap(([{ workflowId }, job]) =>
      job?.isNew ? [{ workflowId, jobId: job.jobId }] : [],
    );
    this.queue.ring(created);
    this.journal.tell(created.map((job) => ({ ...job, to: FIRST_STATE, traceparent })));
  }
}

function answer({ jobId, state, isNew }: RequestedJob, requeued: ReadonlySet<string>): RunAnswer {
  const told = { job_id: jobId, is_new: isNew };
  return requeued.has(jobId) && !isNew
    ? { ...told, state: FIRST_STATE, queued_again: true }
    : { ...told, state };
}

const oldJob = (job: RequestedJob | undefined): string | undefined => (job?.isNew ? undefined : job?.jobId);

const fits = ({ config }: RunRequest): boolean =>
  Buffer.byteLength(JSON.stringify(config)) <= RUN_CONFIG_BYTES;

const tooLarge = ({ by, runKey }: RunRequest): ItemReply<never> =>
  refused(
    'too-large',
    `The config of ${by}, run key ${runKey}, takes more than ${RUN_CONFIG_BYTES} bytes: register input as objects and name their ids.`,
  );

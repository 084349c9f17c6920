import {
  type Caller,
  demandImporter,
  type ImportAnswer,
  type ImportedJob,
  nameOfCaller,
} from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { importedClaims } from '../domain/imported-claims';
import { FIRST_STATE } from '../domain/job-states';
import { IMPORTS_STORE, type ImportsStore, type JobToImport } from './imports-store';
import { JOB_JOURNAL, type JobJournal } from './job-journal';
import { OPERATION_ENDS, type OperationEnds } from './operation-ends';
import { WORK_QUEUE, type WorkQueue } from './work-queue';

/** Takes in jobs of another runtime, each in the state that its claims make, and advertises those that are to be had. */
@Injectable()
export class ImportJobs {
  constructor(
    @Inject(IMPORTS_STORE) private readonly store: ImportsStore,
    @Inject(OPERATION_ENDS) private readonly operations: OperationEnds,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(JOB_JOURNAL) private readonly journal: JobJournal,
  ) {}

  /** Refusals: `forbidden` to everybody but the importer; per item `too-many-workflows`, `too-large`. */
  async execute(items: readonly ImportedJob[], caller: Caller): Promise<ImportAnswer[]> {
    demandImporter(caller);
    const ends = await this.operations.of(items.flatMap(({ claims = [] }) => claims.map((one) => one.op_id)));
    const jobs = items.map((job) => ({ job, imported: importedClaims(job.claims ?? [], ends) }));
    const answers = await this.store.jobs(jobs, nameOfCaller(caller));
    const taken = jobs.filter((_, at) => answers[at]?.outcome === 'taken');
    this.queue.ring(
      taken
        .filter(({ imported }) => imported.state === FIRST_STATE)
        .map(({ job }) => ({ workflowId: job.workflow.id, jobId: job.id })),
    );
    this.journal.tell(
      taken.map(({ job, imported }) => ({
        jobId: job.id,
        workflowId: job.workflow.id,
        to: imported.state,
      })),
    );
    return answers.map((answer, at) => withNote(answer, jobs[at]));
  }
}

function withNote(answer: ImportAnswer, job: JobToImport | undefined): ImportAnswer {
  if (answer.outcome !== 'taken' || !job?.imported.endUnknown) return answer;
  const message =
    'Its last operation is not there, so nobody knows how it ended: it is dead, and can be retried.';
  return { ...answer, code: 'not-found', message };
}

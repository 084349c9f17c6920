import { requestJobRun, type RunSummary, tellRunEvent } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { noSuchRun } from '../../domain/runs/run';
import type { ToldEvent } from '../../domain/runs/told-events';
import { RequestJobRun } from '../../use-cases/runs/request-job-run';
import { RUN_READS_STORE, type RunReadsStore } from '../../use-cases/runs/run-reads-store';
import { TellRunEvent } from '../../use-cases/runs/tell-run-event';
import type { InputOf } from '../operation-view';
import { summaryOf } from './run-views';

/** Runs that people ask for, and what is told of runs over HTTP (contract 2.6). */
@Controller()
export class RunReportsRequests {
  constructor(
    private readonly requestJobRun: RequestJobRun,
    private readonly tellRunEvent: TellRunEvent,
    @Inject(RUN_READS_STORE) private readonly reads: RunReadsStore,
  ) {}

  @OnRequest(requestJobRun)
  async request(input: InputOf<typeof requestJobRun>, { caller }: RequestContext): Promise<RunSummary> {
    const { job_id: jobId, workflow_id: workflowId, object_id: objectId, asked_by: askedBy } = input;
    const id = await this.requestJobRun.execute({ jobId, workflowId, objectId, askedBy }, caller);
    return this.summary(id);
  }

  @OnRequest(tellRunEvent)
  async tell(input: InputOf<typeof tellRunEvent>, { caller }: RequestContext): Promise<RunSummary> {
    await this.tellRunEvent.execute(input.run.id, eventOf(input), caller);
    return this.summary(input.run.id);
  }

  private async summary(id: string): Promise<RunSummary> {
    const run = await this.reads.find(id);
    if (run === undefined) throw noSuchRun(id);
    return summaryOf(run);
  }
}

function eventOf({ run, job, time, schemaURL, ...event }: InputOf<typeof tellRunEvent>): ToldEvent {
  return {
    ...event,
    at: new Date(time),
    workflowId: job?.id,
    schemaUrl: schemaURL,
    facets: run.facets ?? null,
  };
}

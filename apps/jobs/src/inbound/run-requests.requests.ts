import { type ItemReply, requestJobs } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { RequestJobs, type RunAnswer } from '../use-cases/request-jobs';

/** What sensors and schedules of sites ask for. */
@Controller()
export class RunRequestsRequests {
  constructor(private readonly requestJobs: RequestJobs) {}

  @OnRequest(requestJobs)
  async request(
    { items }: z.infer<typeof requestJobs.input>,
    { caller, traceparent }: RequestContext,
  ): Promise<{ items: ItemReply<RunAnswer>[] }> {
    const requests = items.map(({ by, run_key, workflow_id, config, again }) => ({
      by,
      runKey: run_key,
      workflowId: workflow_id,
      config,
      again: again ?? false,
    }));
    return { items: await this.requestJobs.execute(requests, caller, traceparent) };
  }
}

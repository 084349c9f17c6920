import { triggersFired } from '@callboard/contracts';
import { type EventContext, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { CreateTriggeredJobs } from '../use-cases/create-triggered-jobs';

@Controller()
export class TriggersFiredConsumer {
  constructor(private readonly createTriggeredJobs: CreateTriggeredJobs) {}

  /** One commit for all firings of the event; an event that comes again makes nothing. */
  @OnEvent(triggersFired)
  async hear({ items }: z.infer<typeof triggersFired.payload>, { traceparent }: EventContext): Promise<void> {
    await this.createTriggeredJobs.execute(
      items.map((item) => ({
        workflowId: item.workflow_id,
        objectId: item.object_id,
        traceparent: item.traceparent ?? traceparent,
      })),
    );
  }
}

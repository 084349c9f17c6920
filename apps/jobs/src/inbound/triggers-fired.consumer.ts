import { triggersFired } from '@callboard/contracts';
import { type EventContext, eventsTogether, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { CreateTriggeredJobs } from '../use-cases/create-triggered-jobs';
import type { Firing } from '../use-cases/jobs-store';

@Controller()
export class TriggersFiredConsumer {
  private readonly create: (firings: readonly Firing[]) => Promise<void>;

  constructor(createTriggeredJobs: CreateTriggeredJobs) {
    this.create = eventsTogether(
      (firings: readonly Firing[]) => createTriggeredJobs.execute(firings),
      ({ workflowId, objectId }) => JSON.stringify([workflowId, objectId]),
    );
  }

  /** One commit for all firings of the events that wait; an event that comes again makes nothing. */
  @OnEvent(triggersFired)
  async hear({ items }: z.infer<typeof triggersFired.payload>, { traceparent }: EventContext): Promise<void> {
    await this.create(
      items.map((item) => ({
        workflowId: item.workflow_id,
        objectId: item.object_id,
        traceparent: item.traceparent ?? traceparent,
      })),
    );
  }
}

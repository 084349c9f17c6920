import { objectsChanged } from '@callboard/contracts';
import { type EventContext, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { FireTriggers } from '../use-cases/fire-triggers';

@Controller()
export class ObjectsChangedConsumer {
  constructor(private readonly fireTriggers: FireTriggers) {}

  /** One commit for all objects of the event. */
  @OnEvent(objectsChanged)
  async hear(
    { items }: z.infer<typeof objectsChanged.payload>,
    { traceparent }: EventContext,
  ): Promise<void> {
    await this.fireTriggers.execute(
      items.map((item) => ({
        objectId: item.id,
        version: item.version,
        types: item.types,
        traceparent: item.traceparent ?? traceparent,
      })),
    );
  }
}

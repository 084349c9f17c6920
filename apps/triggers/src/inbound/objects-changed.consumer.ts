import { objectsChanged } from '@callboard/contracts';
import { type EventContext, eventsTogether, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { FireTriggers } from '../use-cases/fire-triggers';
import type { TaggedObject } from '../use-cases/triggers-store';

@Controller()
export class ObjectsChangedConsumer {
  private readonly fire: (objects: readonly TaggedObject[]) => Promise<void>;

  constructor(fireTriggers: FireTriggers) {
    this.fire = eventsTogether(
      (objects: readonly TaggedObject[]) => fireTriggers.execute(objects),
      ({ objectId }) => objectId,
    );
  }

  /** One commit for all objects of the events that wait. */
  @OnEvent(objectsChanged)
  async hear(
    { items }: z.infer<typeof objectsChanged.payload>,
    { traceparent, time }: EventContext,
  ): Promise<void> {
    await this.fire(
      items.map((item) => ({
        objectId: item.id,
        version: item.version,
        types: item.types,
        toldAt: time,
        traceparent: item.traceparent ?? traceparent,
      })),
    );
  }
}

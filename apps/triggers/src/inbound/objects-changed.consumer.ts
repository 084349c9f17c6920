import { objectsChanged } from '@callboard/contracts';
import { type EventContext, eventsTogether, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import type { Happening } from '../domain/happening';
import { FireTriggers } from '../use-cases/fire-triggers';
import { NoteHappenings } from '../use-cases/note-happenings';
import type { TaggedObject } from '../use-cases/triggers-store';
import { notedTogether, objectHappening } from './happenings';

type Payload = z.infer<typeof objectsChanged.payload>;

@Controller()
export class ObjectsChangedConsumer {
  private readonly fire: (objects: readonly TaggedObject[]) => Promise<void>;
  private readonly note: (happenings: readonly Happening[]) => Promise<void>;

  constructor(fireTriggers: FireTriggers, noteHappenings: NoteHappenings) {
    this.fire = eventsTogether(
      (objects: readonly TaggedObject[]) => fireTriggers.execute(objects),
      ({ objectId }) => objectId,
    );
    this.note = notedTogether(noteHappenings);
  }

  /** One commit for all objects of the events that wait. Triggers do not wait for sensors; either may be done again. */
  @OnEvent(objectsChanged)
  async hear({ items }: Payload, context: EventContext): Promise<void> {
    const tagged = items.filter(({ registered }) => !registered).map((item) => taggedObject(item, context));
    const done = await Promise.allSettled([
      tagged.length === 0 ? undefined : this.fire(tagged),
      this.note(items.flatMap((item) => objectHappening(item, context))),
    ]);
    for (const one of done) if (one.status === 'rejected') throw one.reason;
  }
}

/** An object that has just been registered bears nothing, which is what is thought of one that is not known. */
function taggedObject(item: Payload['items'][number], { time, traceparent }: EventContext): TaggedObject {
  return {
    objectId: item.id,
    version: item.version,
    types: item.types,
    toldAt: time,
    traceparent: item.traceparent ?? traceparent,
    imported: item.imported ?? false,
  };
}

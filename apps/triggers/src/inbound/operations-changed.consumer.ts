import { operationsChanged } from '@callboard/contracts';
import { type EventContext, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import type { Happening } from '../domain/happening';
import { NoteHappenings } from '../use-cases/note-happenings';
import { operationHappening, notedTogether } from './happenings';

@Controller()
export class OperationsChangedConsumer {
  private readonly note: (happenings: readonly Happening[]) => Promise<void>;

  constructor(noteHappenings: NoteHappenings) {
    this.note = notedTogether(noteHappenings);
  }

  @OnEvent(operationsChanged)
  async hear({ items }: z.infer<typeof operationsChanged.payload>, context: EventContext): Promise<void> {
    await this.note(items.map((item) => operationHappening(item, context)));
  }
}

import { putOperationsEnded } from '@callboard/contracts';
import { type EventContext, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import type { Happening } from '../domain/happening';
import { NoteHappenings } from '../use-cases/note-happenings';
import { operationHappening, notedTogether } from './happenings';

@Controller()
export class PutOperationsEndedConsumer {
  private readonly note: (happenings: readonly Happening[]) => Promise<void>;

  constructor(noteHappenings: NoteHappenings) {
    this.note = notedTogether(noteHappenings);
  }

  @OnEvent(putOperationsEnded)
  async hear({ items }: z.infer<typeof putOperationsEnded.payload>, context: EventContext): Promise<void> {
    await this.note(items.map((item) => operationHappening(item, context)));
  }
}

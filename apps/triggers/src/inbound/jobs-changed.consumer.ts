import { jobsChanged } from '@callboard/contracts';
import { type EventContext, OnEvent } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import type { Happening } from '../domain/happening';
import { NoteHappenings } from '../use-cases/note-happenings';
import { jobHappening, notedTogether } from './happenings';

@Controller()
export class JobsChangedConsumer {
  private readonly note: (happenings: readonly Happening[]) => Promise<void>;

  constructor(noteHappenings: NoteHappenings) {
    this.note = notedTogether(noteHappenings);
  }

  @OnEvent(jobsChanged)
  async hear({ items }: z.infer<typeof jobsChanged.payload>, context: EventContext): Promise<void> {
    await this.note(items.map((item) => jobHappening(item, context)));
  }
}

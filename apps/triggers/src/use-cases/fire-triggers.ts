import { Inject, Injectable } from '@nestjs/common';
import { FIRING_JOURNAL, type FiringJournal } from './firing-journal';
import { type TaggedObject, TRIGGERS_STORE, type TriggersStore } from './triggers-store';

@Injectable()
export class FireTriggers {
  constructor(
    @Inject(TRIGGERS_STORE) private readonly triggers: TriggersStore,
    @Inject(FIRING_JOURNAL) private readonly journal: FiringJournal,
  ) {}

  /** Fires the triggers of what these objects bear. Repeats change nothing, and neither does the order of news. */
  async execute(objects: readonly TaggedObject[]): Promise<void> {
    this.journal.tell(await this.triggers.remember(objects));
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { FIRING_JOURNAL, type FiringJournal } from './firing-journal';
import { TRIGGERS_STORE, type TriggersStore } from './triggers-store';

const PAGE_SIZE = 500;

@Injectable()
export class BackfillTriggers {
  constructor(
    @Inject(TRIGGERS_STORE) private readonly triggers: TriggersStore,
    @Inject(FIRING_JOURNAL) private readonly journal: FiringJournal,
  ) {}

  /** Fires new triggers for the objects that bore the type before, page by page, until nothing is left or `signal` aborts. */
  async execute(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const fired = await this.triggers.backfillPage(PAGE_SIZE);
      if (fired === undefined) return;
      this.journal.tell(fired);
    }
  }
}

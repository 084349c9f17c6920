import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { requireRuntimeAdmin, RUNTIME_SITE_ID, unknownTrigger } from './rights';
import { TRIGGERS_STORE, type TriggersStore } from './triggers-store';

@Injectable()
export class DeleteTrigger {
  constructor(
    @Inject(TRIGGERS_STORE) private readonly triggers: TriggersStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /** Removes a trigger; its firings stay, so that it fires for no object twice. Refusals: `forbidden`, `not-found`. */
  async execute(id: string, caller: Caller): Promise<void> {
    requireRuntimeAdmin(caller, this.runtimeSiteId);
    if (!(await this.triggers.delete(id))) throw unknownTrigger(id);
  }
}

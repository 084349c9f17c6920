import type { Caller, Trigger } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { requireRuntimeAdmin, RUNTIME_SITE_ID, unknownTrigger } from './rights';
import { TRIGGERS_STORE, type TriggersStore } from './triggers-store';

@Injectable()
export class PauseTrigger {
  constructor(
    @Inject(TRIGGERS_STORE) private readonly triggers: TriggersStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /**
   * Pauses a trigger, or lets it go on; then it fires for what bears its type by now and it has not fired for.
   * Refusals: `forbidden`, `not-found`.
   */
  async execute(id: string, paused: boolean, caller: Caller, traceparent: string): Promise<Trigger> {
    requireRuntimeAdmin(caller, this.runtimeSiteId);
    const trigger = await this.triggers.pause(id, paused, traceparent);
    if (trigger) return trigger;
    throw unknownTrigger(id);
  }
}

import type { Caller, Trigger } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { triggerId } from '../domain/trigger-id';
import { requireRuntimeAdmin, RUNTIME_SITE_ID } from './rights';
import { TRIGGERS_STORE, type TriggersStore } from './triggers-store';

@Injectable()
export class RegisterTrigger {
  constructor(
    @Inject(TRIGGERS_STORE) private readonly triggers: TriggersStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /** Registers a trigger, effective at once (design 6). Refusals: `forbidden`, `already-exists`. */
  async execute(
    objectTypeId: string,
    workflowId: string,
    caller: Caller,
    traceparent: string,
  ): Promise<Trigger> {
    requireRuntimeAdmin(caller, this.runtimeSiteId);
    const trigger = await this.triggers.register(objectTypeId, workflowId, traceparent);
    if (trigger) return trigger;
    throw new DomainError(
      'already-exists',
      `The trigger ${triggerId(objectTypeId, workflowId)} is registered already.`,
    );
  }
}

import { type Caller, nameOfCaller, type Trigger } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { triggerId } from '../domain/trigger-id';
import { TRIGGERS_STORE, type TriggersStore } from './triggers-store';

/** Id of the runtime's own site, a setting. */
export const RUNTIME_SITE_ID = Symbol('RUNTIME_SITE_ID');

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
    this.requireRuntimeAdmin(caller);
    const trigger = await this.triggers.register(objectTypeId, workflowId, traceparent);
    if (trigger) return trigger;
    throw new DomainError(
      'already-exists',
      `The trigger ${triggerId(objectTypeId, workflowId)} is registered already.`,
    );
  }

  /** Design 7: triggers are for those who administer the runtime's own site. */
  private requireRuntimeAdmin(caller: Caller): void {
    if (caller.kind === 'service') return;
    if (caller.kind === 'user' && caller.administers.includes(this.runtimeSiteId)) return;
    throw new DomainError(
      'forbidden',
      `${nameOfCaller(caller)} may not register triggers: it takes a user who administers the site ${this.runtimeSiteId}.`,
    );
  }
}

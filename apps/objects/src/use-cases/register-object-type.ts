import type { Caller, RegistryEntry } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { requireRuntimeAdmin } from '../domain/rights';
import { type NewObjectType, OBJECT_TYPES_STORE, type ObjectTypesStore } from './object-types-store';

/** Id of the runtime's own site, a setting. */
export const RUNTIME_SITE_ID = Symbol('RUNTIME_SITE_ID');

@Injectable()
export class RegisterObjectType {
  constructor(
    @Inject(OBJECT_TYPES_STORE) private readonly types: ObjectTypesStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /** Registers an object type, effective at once. Refusals: `forbidden`, `already-exists`. */
  async execute(type: NewObjectType, caller: Caller): Promise<RegistryEntry> {
    requireRuntimeAdmin(caller, this.runtimeSiteId);
    const registered = await this.types.register(type);
    if (registered) return registered;
    const text = `the object type ${JSON.stringify(type.id)} is registered already: choose another id`;
    throw new DomainError('already-exists', text);
  }
}

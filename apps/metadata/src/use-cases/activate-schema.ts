import { type Caller, mayDo, nameOfCaller, type SchemaVersion } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { RUNTIME_SITE_ID } from './runtime-site';
import { SCHEMAS_STORE, type SchemasStore } from './schemas-store';

/** Makes a version the one that documents are held against. */
@Injectable()
export class ActivateSchema {
  constructor(
    @Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** Refusals: `forbidden`, `not-found`. */
  async execute(version: number, caller: Caller): Promise<SchemaVersion> {
    if (!mayDo('runtime-admin', caller, { runtimeSite: this.runtimeSite }))
      throw new DomainError(
        'forbidden',
        "Who may choose the schema: an administrator of the runtime's own site.",
      );
    const active = await this.schemas.activate(version, nameOfCaller(caller));
    if (active) return active;
    throw new DomainError('not-found', `There is no version ${version} of the schema: install it first.`);
  }
}

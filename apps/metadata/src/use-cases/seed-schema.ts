import type { Caller } from '@callboard/contracts';
import { nameOfCaller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { SHIPPED_SCHEMA } from '../domain/shipped-schema/shipped-schema';
import { InstallSchema } from './install-schema';
import { SCHEMAS_STORE, type SchemasStore } from './schemas-store';

const SELF: Caller = { kind: 'service', service: 'metadata' };

/** At each start: the schema that is shipped is there; it is active where no other one was chosen. */
@Injectable()
export class SeedSchema {
  constructor(
    @Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore,
    private readonly installSchema: InstallSchema,
  ) {}

  async execute(): Promise<void> {
    const { version } = await this.installSchema.execute(SHIPPED_SCHEMA, SELF);
    await this.schemas.activateFirst(version, nameOfCaller(SELF));
  }
}

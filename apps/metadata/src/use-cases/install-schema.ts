import { createHash } from 'node:crypto';
import { type Caller, mayDo, nameOfCaller, SCHEMA_BYTES, type SchemaVersion } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { JsonSchema } from '../domain/schema/json-schema';
import { typecodesOf } from '../domain/schema/typecodes';
import { RUNTIME_SITE_ID } from './runtime-site';
import { SCHEMA_VALIDATION, type SchemaValidation } from './schema-validation';
import { SCHEMAS_STORE, type SchemasStore } from './schemas-store';

/** Keeps a schema as a new version, once it proved to be one. */
@Injectable()
export class InstallSchema {
  constructor(
    @Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore,
    @Inject(SCHEMA_VALIDATION) private readonly validation: SchemaValidation,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** Refusals: `forbidden`, `invalid-schema`, `too-large`. */
  async execute(schema: JsonSchema, caller: Caller): Promise<SchemaVersion> {
    if (!mayDo('runtime-admin', caller, { runtimeSite: this.runtimeSite }))
      throw new DomainError(
        'forbidden',
        "Who may install a schema: an administrator of the runtime's own site.",
      );
    const text = JSON.stringify(schema);
    if (text.length > SCHEMA_BYTES)
      throw new DomainError('too-large', `A schema has at most ${SCHEMA_BYTES} bytes.`);
    const read = await this.validation.compile(schema);
    const digest = createHash('sha256').update(text).digest('hex');
    const { title, collections } = read;
    const kept = {
      digest,
      title,
      schema,
      collections: [...collections.keys()],
      typecodes: typecodesOf(read),
    };
    return this.schemas.install(kept, nameOfCaller(caller));
  }
}

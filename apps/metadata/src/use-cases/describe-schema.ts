import { Inject, Injectable } from '@nestjs/common';
import { collectionsOfTypes, readDatabaseSchema } from '../domain/schema/database-schema';
import { type ActiveSchema, SCHEMAS_STORE, type SchemasStore } from './schemas-store';

/** The active version, and in which collection documents of a `type` stand. */
export interface DescribedSchema {
  readonly active: ActiveSchema;
  readonly ofTypes: ReadonlyMap<string, string>;
}

/** Says what the active schema knows. */
@Injectable()
export class DescribeSchema {
  /** A version never changes, so that the schema is read once for each. */
  private read:
    { readonly version: number; readonly ofTypes: Promise<ReadonlyMap<string, string>> } | undefined;

  constructor(@Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore) {}

  async execute(): Promise<DescribedSchema> {
    const active = await this.schemas.active();
    return { active, ofTypes: await this.ofTypes(active.version) };
  }

  private ofTypes(version: number): Promise<ReadonlyMap<string, string>> {
    if (this.read?.version === version) return this.read.ofTypes;
    const ofTypes = this.schemas
      .read(version)
      .then((schema) => collectionsOfTypes(readDatabaseSchema(schema)));
    this.read = { version, ofTypes };
    ofTypes.catch(() => (this.read = undefined));
    return ofTypes;
  }
}

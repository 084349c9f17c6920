import { Inject, Injectable } from '@nestjs/common';
import { type DatabaseSchema, readDatabaseSchema } from '../domain/schema/database-schema';
import { type ActiveSchema, SCHEMAS_STORE, type SchemasStore } from './schemas-store';

/** The active version, and what can be read from it. */
export interface DescribedSchema {
  readonly active: ActiveSchema;
  readonly schema: DatabaseSchema;
}

/** Says what the active schema knows. */
@Injectable()
export class DescribeSchema {
  /** A version never changes, so that the schema is read once for each. */
  private read: { readonly version: number; readonly schema: Promise<DatabaseSchema> } | undefined;

  constructor(@Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore) {}

  async execute(): Promise<DescribedSchema> {
    const active = await this.schemas.active();
    return { active, schema: await this.schemaOf(active.version) };
  }

  private schemaOf(version: number): Promise<DatabaseSchema> {
    if (this.read?.version === version) return this.read.schema;
    const schema = this.schemas.read(version).then(readDatabaseSchema);
    this.read = { version, schema };
    schema.catch(() => (this.read = undefined));
    return schema;
  }
}

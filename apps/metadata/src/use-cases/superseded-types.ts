import { Inject, Injectable } from '@nestjs/common';
import { SUPERSEDED_BY } from '../domain/executions';
import { typesWithSlot } from '../domain/schema/types-with-slot';
import { SCHEMAS_STORE, type SchemasStore } from './schemas-store';

/** Knows which documents a schema lets say what they are superseded by. */
@Injectable()
export class SupersededTypes {
  /** A version never changes, so that the schema is read once for each. */
  private read: { readonly version: number; readonly types: Promise<readonly string[]> } | undefined;

  constructor(@Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore) {}

  of(version: number): Promise<readonly string[]> {
    if (this.read?.version === version) return this.read.types;
    const types = this.schemas.read(version).then((schema) => typesWithSlot(schema, SUPERSEDED_BY));
    this.read = { version, types };
    types.catch(() => (this.read = undefined));
    return types;
  }
}

import type { SchemaVersion, Typecode } from '@callboard/contracts';
import type { JsonSchema } from '../domain/schema/json-schema';

export const SCHEMAS_STORE = Symbol('SCHEMAS_STORE');

export interface NewSchema {
  readonly digest: string;
  readonly title: string;
  readonly schema: JsonSchema;
  readonly collections: readonly string[];
  readonly typecodes: readonly Typecode[];
}

/** What the active version says, without the schema itself. */
export interface ActiveSchema extends SchemaVersion {
  readonly typecodes: readonly Typecode[];
}

export interface SchemasStore {
  /** The version, or the one that has this digest already. */
  install(schema: NewSchema, who: string): Promise<SchemaVersion>;
  /** Undefined when there is no such version. */
  activate(version: number, who: string): Promise<SchemaVersion | undefined>;
  /** Makes a version active where none is. */
  activateFirst(version: number, who: string): Promise<void>;
  list(): Promise<SchemaVersion[]>;
  active(): Promise<ActiveSchema>;
  /** The schema of a version. */
  read(version: number): Promise<JsonSchema>;
}

import type { DatabaseSchema } from '../domain/schema/database-schema';
import type { JsonSchema } from '../domain/schema/json-schema';

export const SCHEMA_VALIDATION = Symbol('SCHEMA_VALIDATION');

export interface DocumentToCheck {
  readonly collection: string;
  /** In its collection, from 0; findings tell it. */
  readonly place: number;
  readonly document: unknown;
}

/** A document as its schema sees it. */
export interface CheckedDocument {
  readonly id: string | null;
  /** What is wrong with it, each with its place. */
  readonly findings: readonly string[];
  /** The documents that it names, and the collections in which each may be. */
  readonly references: readonly {
    readonly slot: string;
    readonly target: string;
    readonly collections: readonly string[];
  }[];
}

/** Holds documents against schemas, off the event loop; what was compiled once is kept. */
export interface SchemaValidation {
  /** Compiles a schema and says what it is about. Refusals: `invalid-schema`. */
  compile(schema: JsonSchema): Promise<DatabaseSchema>;
  /** Holds documents against the schema of this digest, which `load` gives where it is not known yet. */
  check(
    digest: string,
    load: () => Promise<JsonSchema>,
    documents: readonly DocumentToCheck[],
  ): Promise<readonly CheckedDocument[]>;
}

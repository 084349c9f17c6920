import type { JsonSchema } from '../domain/schema/json-schema';
import type { DocumentToCheck } from '../use-cases/schema-validation';

/** What the thread is asked. `check` answers `unknown` for a schema that was not loaded, or not lately. */
export type ThreadTask =
  | { readonly kind: 'compile'; readonly schema: JsonSchema }
  | { readonly kind: 'load'; readonly digest: string; readonly schema: JsonSchema }
  | { readonly kind: 'check'; readonly digest: string; readonly documents: readonly DocumentToCheck[] };

export type ThreadAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string };

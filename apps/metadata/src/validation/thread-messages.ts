import type { SheetFormat } from '../domain/changesheet/sheet-format';
import type { JsonSchema } from '../domain/schema/json-schema';
import type { DocumentToCheck } from '../use-cases/schema-validation';
import type { DocumentToChange } from '../use-cases/sheet-engine';

/** The answer to a task whose schema was not loaded, or not lately. */
export const UNKNOWN_SCHEMA = 'unknown';

/** What the thread is asked, one task at a time. */
export type ThreadTask =
  | { readonly kind: 'compile'; readonly schema: JsonSchema }
  | { readonly kind: 'load'; readonly digest: string; readonly schema: JsonSchema }
  | { readonly kind: 'check'; readonly digest: string; readonly documents: readonly DocumentToCheck[] }
  | { readonly kind: 'read-sheet'; readonly bytes: Uint8Array; readonly format: SheetFormat }
  | {
      readonly kind: 'change-documents';
      readonly digest: string;
      readonly documents: readonly DocumentToChange[];
      readonly tellBytes: number;
    };

export type ThreadAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly details?: unknown };

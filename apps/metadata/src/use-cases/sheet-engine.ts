import type { RowChange, WriteError } from '../domain/changesheet/change-document';
import type { JsonSchema } from '../domain/schema/json-schema';
import type { SheetFormat } from '../domain/changesheet/sheet-format';
import type { CheckedDocument } from './schema-validation';

export const SHEET_ENGINE = Symbol('SHEET_ENGINE');

/** The rows of one document, as the engine keeps them. */
export interface RowsOfDocument {
  readonly id: string;
  /** The first of them. */
  readonly row: number;
  /** Only the engine reads this. */
  readonly packed: string;
}

export interface SheetContent {
  readonly rows: number;
  /** By ascending id. */
  readonly documents: readonly RowsOfDocument[];
}

/** A document and its rows. */
export interface DocumentToChange {
  readonly id: string;
  readonly collection: string;
  readonly document: Record<string, unknown>;
  readonly packed: string;
}

/** What the rows make of a document, and what the schema says of that. */
export interface DocumentOutcome {
  readonly after: Record<string, unknown>;
  readonly updates: readonly Record<string, unknown>[];
  readonly rows: readonly RowChange[];
  readonly writeError: WriteError | null;
  readonly checked: CheckedDocument;
}

/** Reads changesheets and carries them out on copies of documents, off the event loop; nothing is kept between calls. */
export interface SheetEngine {
  /** Refusals: `invalid-sheet`, `too-large`. */
  read(bytes: Uint8Array, format: SheetFormat): Promise<SheetContent>;
  /**
   * Changes copies of documents by the schema of this digest, which `load` gives where it is not known yet. Of the rows as
   * many are told as fit into `tellBytes`. Refusal: `invalid-sheet`.
   */
  change(
    digest: string,
    load: () => Promise<JsonSchema>,
    documents: readonly DocumentToChange[],
    tellBytes: number,
  ): Promise<readonly DocumentOutcome[]>;
}

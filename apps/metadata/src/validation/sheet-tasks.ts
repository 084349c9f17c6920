import { DOCUMENT_BYTES, SHEET_ROWS_OF_DOCUMENT } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Allowance } from '../domain/changesheet/allowance';
import { changeDocument } from '../domain/changesheet/change-document';
import { SheetFaults } from '../domain/changesheet/sheet-fault';
import type { SheetFormat } from '../domain/changesheet/sheet-format';
import { readSheetRows, type SheetRow } from '../domain/changesheet/sheet-rows';
import { classOfDocument } from '../domain/schema/references';
import { readTable } from '../sheet-file/read-table';
import type { DocumentOutcome, DocumentToChange, SheetContent } from '../use-cases/sheet-engine';
import type { SchemaValidator } from './schema-validator';

/** The rows of a sheet by document, packed as text: whoever asked passes them on without looking. */
export function readSheet(bytes: Uint8Array, format: SheetFormat): SheetContent {
  const documents = readSheetRows(readTable(bytes, format));
  const largest = documents.find(({ rows }) => rows.length > SHEET_ROWS_OF_DOCUMENT);
  if (largest !== undefined)
    throw new DomainError(
      'too-large',
      `A changesheet has at most ${SHEET_ROWS_OF_DOCUMENT} rows about one document, and ${largest.rows.length} are about ${largest.id}.`,
    );
  return {
    rows: documents.reduce((sum, { rows }) => sum + rows.length, 0),
    documents: documents.map(({ id, rows }) => ({
      id,
      row: rows[0]?.row ?? 1,
      packed: JSON.stringify(rows),
    })),
  };
}

/** Carries rows out on the documents, which are copies of this thread's own, and holds the results against the schema. */
export function changeDocuments(
  validator: SchemaValidator,
  documents: readonly DocumentToChange[],
  tellBytes: number,
): DocumentOutcome[] {
  const faults = new SheetFaults();
  const allowance = new Allowance(tellBytes);
  const changed = documents.map(({ id, collection, document, packed }) => {
    const rows = JSON.parse(packed) as SheetRow[];
    const candidates = validator.schema.collections.get(collection) ?? [];
    const own = classOfDocument(validator.schema, candidates, document);
    const classes = own ? [own.name] : candidates;
    return changeDocument({ id, classes, document, rows }, validator.slots, faults, allowance);
  });
  faults.throwIfAny();
  changed.forEach(({ after }, at) => demandRoom(after, documents[at]?.id));
  const toCheck = changed.map(({ after }, at) => ({
    collection: documents[at]?.collection ?? '',
    place: 0,
    document: after,
  }));
  const checked = validator.check(toCheck);
  return changed.map((each, at) => ({ ...each, checked: checked[at] ?? NOTHING_FOUND }));
}

/** A document that grew too large could be told to nobody. */
function demandRoom(document: object, id: string | undefined): void {
  if (Buffer.byteLength(JSON.stringify(document)) > DOCUMENT_BYTES)
    throw new DomainError(
      'too-large',
      `The changesheet makes ${id} larger than the ${DOCUMENT_BYTES} bytes that a document has at most.`,
    );
}

const NOTHING_FOUND = { id: null, findings: [], references: [] };

import { Inject, Injectable } from '@nestjs/common';
import { SheetFault, SheetFaults } from '../domain/changesheet/sheet-fault';
import type { SheetFormat } from '../domain/changesheet/sheet-format';
import { type ActiveSchema, SCHEMAS_STORE, type SchemasStore } from './schemas-store';
import { type DocumentOutcome, type RowsOfDocument, SHEET_ENGINE, type SheetEngine } from './sheet-engine';
import { type NamedDocument, SHEETS_STORE, type SheetsStore, type Versions } from './sheets-store';

/** A document that a sheet changes. */
export interface SheetChange extends DocumentOutcome {
  readonly id: string;
  readonly collection: string;
  readonly before: Record<string, unknown>;
  readonly version: number;
}

/** A sheet that was read, and the documents that it names as they were found then. */
export interface ReadSheet {
  readonly rows: number;
  readonly documents: readonly (NamedDocument & Pick<RowsOfDocument, 'packed'>)[];
  readonly versions: Versions;
}

/** Most documents that are held at once, and the bytes above which fewer are. */
const BATCH_DOCUMENTS = 500;
const BATCH_BYTES = 2 * 1024 * 1024;

/** What a staged sheet would make of the documents that it names. */
@Injectable()
export class SheetChanges {
  constructor(
    @Inject(SHEETS_STORE) private readonly sheets: SheetsStore,
    @Inject(SHEET_ENGINE) private readonly engine: SheetEngine,
    @Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore,
  ) {}

  /** Refusals: `invalid-sheet`, also for a document that there is not, `too-large`. */
  async read(sheetId: string, format: SheetFormat): Promise<ReadSheet> {
    const { rows, documents } = await this.engine.read(await this.sheets.content(sheetId), format);
    const found = await this.sheets.named(documents.map(({ id }) => id));
    const byId = new Map(found.map((each) => [each.id, each]));
    const faults = new SheetFaults();
    const named = documents.flatMap(
      ({ id, row, packed }) => faults.noting(() => ({ ...demandFound(byId.get(id), id, row), packed })) ?? [],
    );
    faults.throwIfAny();
    return {
      rows,
      documents: named,
      versions: Object.fromEntries(named.map(({ id, version }) => [id, version])),
    };
  }

  /** Batch by batch. Rows are told as long as `tellBytes` last. Refusals: `invalid-sheet`, `too-large`. */
  async *of(sheet: ReadSheet, schema: ActiveSchema, tellBytes: () => number): AsyncGenerator<SheetChange[]> {
    const load = () => this.schemas.read(schema.version);
    for (const batch of batchesOf(sheet.documents)) {
      const found = await this.sheets.documents(batch.map(({ id }) => id));
      const byId = new Map(found.map((each) => [each.id, each]));
      const there = batch.flatMap((each) => {
        const { document, version } = byId.get(each.id) ?? {};
        return document === undefined || version === undefined ? [] : [{ ...each, document, version }];
      });
      const items = there.map(({ id, collection, document, packed }) => ({
        id,
        collection,
        document,
        packed,
      }));
      const outcomes = await this.engine.change(schema.digest, load, items, tellBytes());
      yield there.flatMap(({ id, collection, document, version }, at) => {
        const outcome = outcomes[at];
        return outcome ? [{ ...outcome, id, collection, version, before: document }] : [];
      });
    }
  }
}

function demandFound(found: NamedDocument | undefined, id: string, row: number): NamedDocument {
  if (!found) throw new SheetFault(row, 'id', `there is no document ${JSON.stringify(id)}`);
  return found;
}

function* batchesOf<T extends NamedDocument>(documents: readonly T[]): Generator<T[]> {
  let [batch, bytes]: [T[], number] = [[], 0];
  for (const each of documents) {
    if (batch.length === BATCH_DOCUMENTS || (batch.length > 0 && bytes + each.bytes > BATCH_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(each);
    bytes += each.bytes;
  }
  if (batch.length > 0) yield batch;
}

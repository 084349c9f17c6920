import { type Caller, PREVIEW_BYTES, type SheetResult } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { RowChange } from '../domain/changesheet/change-document';
import type { SheetFormat } from '../domain/changesheet/sheet-format';
import { ActiveSchemaReader } from './active-schema';
import { type SheetChange, SheetChanges } from './sheet-changes';
import { SHEETS_STORE, type SheetsStore } from './sheets-store';
import { demandOwn, submissionLost } from './submission-owner';

export interface PreviewWishes {
  readonly format: SheetFormat;
  readonly tell: 'everything' | 'errors';
  /** Whether the sheet is to be applied later. */
  readonly keep: boolean;
}

export interface Preview {
  readonly valid: boolean;
  readonly rows: number;
  readonly documents: number;
  readonly results: SheetResult[];
  readonly changes: RowChange[];
  readonly leftOut: number;
}

/** Says what a staged changesheet would do, and keeps which versions of documents it has seen. */
@Injectable()
export class PreviewChangesheet {
  constructor(
    @Inject(SHEETS_STORE) private readonly sheets: SheetsStore,
    private readonly changes: SheetChanges,
    private readonly active: ActiveSchemaReader,
  ) {}

  /** Refusals: `forbidden`, `submission-lost`, `invalid-sheet`, `too-large`. */
  async execute(sheetId: string, wishes: PreviewWishes, caller: Caller): Promise<Preview> {
    const staged = await this.sheets.find(sheetId);
    if (!staged) throw submissionLost(sheetId);
    demandOwn(staged, caller);
    try {
      return await this.preview(sheetId, wishes);
    } finally {
      if (!wishes.keep) await this.sheets.remove(sheetId);
    }
  }

  private async preview(sheetId: string, { format, tell, keep }: PreviewWishes): Promise<Preview> {
    const sheet = await this.changes.read(sheetId, format);
    const schema = await this.active.read();
    const told = new ToldPreview(tell);
    for await (const batch of this.changes.of(sheet, schema, () => told.bytesForRows)) told.take(batch);
    if (keep) await this.sheets.noteVersions(sheetId, sheet.versions);
    return { rows: sheet.rows, documents: sheet.documents.length, ...told.preview };
  }
}

/** Gathers what is told, up to a number of bytes; what is wrong comes first. */
class ToldPreview {
  private readonly results: SheetResult[] = [];
  private readonly changes: RowChange[] = [];
  private bytes = 0;
  private leftOut = 0;
  private valid = true;

  constructor(private readonly tell: 'everything' | 'errors') {}

  /** Half of what there is: the documents take the other half. */
  get bytesForRows(): number {
    return this.tell === 'everything' ? (PREVIEW_BYTES - this.bytes) / 2 : 0;
  }

  take(batch: readonly SheetChange[]): void {
    for (const each of batch) {
      const errors = errorsOf(each);
      if (errors.length > 0) this.valid = false;
      if (this.tell === 'errors' && errors.length === 0) continue;
      this.put(each, errors);
    }
  }

  get preview(): Pick<Preview, 'valid' | 'results' | 'changes' | 'leftOut'> {
    const changes = this.changes.sort((a, b) => a.row - b.row);
    return { valid: this.valid, results: this.results, changes, leftOut: this.leftOut };
  }

  private put(
    { id, collection, before, after, updates, rows }: SheetChange,
    errors: SheetResult['validation_errors'],
  ): void {
    const shown = this.tell === 'everything';
    const result: SheetResult = {
      id,
      collection,
      updates: shown ? [...updates] : [],
      doc_before: shown ? before : null,
      doc_after: shown ? after : null,
      validation_errors: errors,
    };
    this.bytes += JSON.stringify([result, rows]).length;
    if (this.bytes > PREVIEW_BYTES && this.results.length > 0) {
      this.leftOut += 1;
      return;
    }
    this.results.push(result);
    this.changes.push(...rows);
  }
}

/** One list of what is wrong with a document: a statement that failed, or what the schema says (contract 7.6). */
export function errorsOf({ writeError, checked }: SheetChange): SheetResult['validation_errors'] {
  return writeError ? [writeError] : [...checked.findings];
}

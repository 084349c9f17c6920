import { CsvError, parse } from 'csv-parse/sync';
import { DomainError } from '@callboard/kernel';
import { SHEET_ROWS } from '@callboard/contracts';
import type { SheetFormat } from '../domain/changesheet/sheet-format';
import type { TableRow } from '../domain/changesheet/sheet-rows';
import { invalidSheet } from '../domain/changesheet/sheet-fault';

const SEPARATORS: Record<SheetFormat, string> = { csv: ',', tsv: '\t' };
/** Most characters of a row: a quote that is never closed takes in all that follows. */
const ROW_CHARACTERS = 1024 * 1024;

/**
 * Reads the bytes of a sheet: UTF-8, a byte order mark or none, lines that end in any way, quotes as usual. Rows without
 * any text are left out, and counted all the same, as spreadsheets do.
 *
 * @throws DomainError `invalid-sheet`, `too-large`
 */
export function readTable(bytes: Uint8Array, format: SheetFormat): TableRow[] {
  const rows: TableRow[] = [];
  let row = 0;
  const take = (cells: string[]): null => {
    row += 1;
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ row, cells });
    if (rows.length > SHEET_ROWS + 1)
      throw new DomainError('too-large', `A sheet has at most ${SHEET_ROWS} rows.`);
    return null;
  };
  try {
    parse(textOf(bytes), {
      delimiter: SEPARATORS[format],
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: ROW_CHARACTERS,
      on_record: take,
    });
  } catch (thrown) {
    throw thrown instanceof CsvError ? invalid(row + 1, wordsOf(thrown)) : thrown;
  }
  return rows;
}

function textOf(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(1, 'the text is not UTF-8; save the sheet as UTF-8');
  }
  if (text.includes('\0'))
    throw invalid(1, 'the text holds a NUL character, so it is no sheet, or not UTF-8');
  return text;
}

function wordsOf({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote begins here or further up and is never closed';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `a row has more than ${ROW_CHARACTERS} characters; is a quote never closed?`;
  return message;
}

const invalid = (row: number, message: string): DomainError => invalidSheet([{ row, column: null, message }]);

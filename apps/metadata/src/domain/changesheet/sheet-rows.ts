import { type ActionWord, actionOf } from './actions';
import { SheetFault, SheetFaults } from './sheet-fault';

/** The cells of a row, and its number; the header is row 1. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** A row with its blanks filled in from those above it (contract 7.2, rules 1 to 3). */
export interface SheetRow {
  readonly row: number;
  /** The object that the row fills, named by its id cell; null in a plain row. */
  readonly variable: string | null;
  readonly action: ActionWord;
  readonly attribute: string;
  readonly value: string;
}

/** The rows of one document, in the order of the sheet. */
export interface DocumentRows {
  readonly id: string;
  readonly rows: readonly SheetRow[];
}

const COLUMNS = ['id', 'action', 'attribute', 'value'] as const;
type Column = (typeof COLUMNS)[number];

/** Others than the four are passed over. */
const MOST_COLUMNS = 1000;

/** What programs write for a cell without anything in it. In the column `value` these are texts like others (D33). */
const BLANKS = new Set(['', 'NA', 'N/A', 'n/a', 'null', 'NULL', 'None', 'nan', 'NaN', '#N/A', '<NA>']);
const isBlank = (cell: string): boolean => BLANKS.has(cell.trim());

/**
 * Reads a table as the rows of documents, by ascending id.
 *
 * @throws DomainError `invalid-sheet`, with every fault
 */
export function readSheetRows([header, ...table]: readonly TableRow[]): DocumentRows[] {
  const faults = new SheetFaults();
  const places = faults.noting(() => columnsOf(header));
  faults.throwIfAny();
  if (header === undefined || places === undefined) return [];
  const documents = new Map<string, SheetRow[]>();
  let above: Above = {};
  for (const { row, cells } of table) {
    const read = faults.noting(() => {
      demandEven(row, cells.length, header.cells.length);
      return readRow(row, (column) => cells[places[column]] ?? '', above);
    });
    if (read === undefined) continue;
    above = read.above;
    const rows = documents.get(read.id) ?? [];
    rows.push(read.sheetRow);
    documents.set(read.id, rows);
  }
  faults.throwIfAny();
  return [...documents].map(([id, rows]) => ({ id, rows })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function columnsOf(header: TableRow | undefined): Record<Column, number> {
  if (header === undefined)
    throw new SheetFault(1, null, `there is no header; it should name ${COLUMNS.join(', ')}`);
  if (header.cells.length > MOST_COLUMNS)
    throw new SheetFault(
      1,
      null,
      `the header has ${header.cells.length} cells; at most ${MOST_COLUMNS} are taken`,
    );
  const names = header.cells.map((cell) => cell.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new SheetFault(
      1,
      missing.join(', '),
      `the header lacks ${missing.join(', ')}; it has ${names.join(', ')}`,
    );
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new SheetFault(1, twice, `the header names ${twice} twice`);
  const [id, action, attribute, value] = COLUMNS.map((column) => names.indexOf(column)) as [
    number,
    number,
    number,
    number,
  ];
  return { id, action, attribute, value };
}

function demandEven(row: number, cells: number, expected: number): void {
  if (cells !== expected)
    throw new SheetFault(
      row,
      null,
      `there are ${cells} cells, and the header has ${expected}; a cell that holds the separator should be quoted`,
    );
}

/** What the rows above say of a row that leaves it blank. */
interface Above {
  readonly id?: string;
  readonly action?: ActionWord;
}

function readRow(row: number, cell: (column: Column) => string, above: Above) {
  const named = cell('id');
  const id = named.includes(':') ? named : above.id;
  if (id === undefined)
    throw new SheetFault(
      row,
      'id',
      'the first row should name a document by its id, such as nmdc:bsm-11-k3v9m258',
    );
  const said = cell('action');
  const action = isBlank(said) ? above.action : actionOf(said.trim(), row);
  if (action === undefined)
    throw new SheetFault(row, 'action', 'the first row should say what is done, such as update');
  const attribute = cell('attribute');
  if (isBlank(attribute))
    throw new SheetFault(row, 'attribute', 'it is blank; it should name a slot of the document');
  const variable = named === id || isBlank(named) ? null : named.trim();
  const sheetRow: SheetRow = { row, variable, action, attribute: attribute.trim(), value: cell('value') };
  return { id, sheetRow, above: { id, action } };
}

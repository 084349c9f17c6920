import type { Allowance } from './allowance';
import type { SheetFaults } from './sheet-fault';
import { carryOut, valueAt } from './scratch';
import type { SheetRow } from './sheet-rows';
import type { SlotCatalogue } from './slot-catalogue';
import { asUpdate, type Statement } from './statement';
import { statementsOf } from './statements';

type JsonObject = Record<string, unknown>;

/** A document as it is, and its rows of a sheet. */
export interface DocumentToChange {
  readonly id: string;
  /** Its class, or those that it may be of where its `type` says none. */
  readonly classes: readonly string[];
  readonly document: JsonObject;
  readonly rows: readonly SheetRow[];
}

/** What a row does. Null stands for nothing. */
export interface RowChange {
  readonly row: number;
  readonly id: string;
  readonly action: string;
  /** The path of slots, with dots. */
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A statement that cannot be carried out; those behind it were not tried (contract 7.6). */
export interface WriteError {
  readonly index: number;
  readonly row: number;
  readonly errmsg: string;
}

export interface ChangedDocument {
  readonly after: JsonObject;
  readonly updates: readonly JsonObject[];
  readonly rows: readonly RowChange[];
  readonly writeError: WriteError | null;
}

/** Carries out on a copy what the rows of a document ask for. Faults of rows are noted; the document is not touched. */
export function changeDocument(
  { id, classes, document, rows }: DocumentToChange,
  catalogue: SlotCatalogue,
  faults: SheetFaults,
  allowance: Allowance,
): ChangedDocument {
  const statements = statementsOf(rows, classes, catalogue, faults);
  const after = structuredClone(document);
  const told: RowChange[] = [];
  let writeError: WriteError | null = null;
  for (const [index, statement] of statements.entries()) {
    const before = shown(valueAt(after, statement.path), allowance);
    const errmsg = carryOut(after, statement, allowance);
    if (errmsg !== undefined) {
      writeError = { index, row: statement.row, errmsg };
      break;
    }
    if (!allowance.tells) continue;
    told.push(...rowsOf(id, statement, before, shown(valueAt(after, statement.path), allowance)));
  }
  const updates = statements.map((statement) => ({ q: { id }, u: asUpdate(statement) }));
  return { after, updates, rows: told.sort((a, b) => a.row - b.row), writeError };
}

/** A copy of a value as it is now. */
function shown(value: unknown, allowance: Allowance): unknown {
  if (value === undefined || !allowance.tells) return null;
  const text = JSON.stringify(value);
  allowance.told(text.length + ROW_BYTES);
  return typeof value === 'object' ? JSON.parse(text) : value;
}

/** About what a row takes besides its values. */
const ROW_BYTES = 200;

/** The row that says where, and those that fill the object which is put there. */
function rowsOf(
  id: string,
  { row, path, word, members }: Statement,
  before: unknown,
  after: unknown,
): RowChange[] {
  const attribute = path.join('.');
  const own = { row, id, action: word, attribute, before, after };
  const others = members.map((member) => ({
    row: member.row,
    id,
    action: member.word,
    attribute: [...path, ...member.path].join('.'),
    before: null,
    after: member.value,
  }));
  return [own, ...others];
}

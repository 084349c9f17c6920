import type { ActionWord } from './actions';
import { cellValue } from './cell-value';
import { SheetFault } from './sheet-fault';
import type { SheetRow } from './sheet-rows';
import type { Slot, SlotCatalogue } from './slot-catalogue';
import { lastOf, MOST_LEVELS, namesOf, slotPathOf, type SlotPath } from './slot-path';
import type { Member } from './statement';

/** The object of a variable, as it is put where a row introduces it. */
export interface Built {
  readonly name: string;
  /** What the last of its rows says. */
  readonly action: ActionWord;
  readonly part: { readonly value: unknown; readonly members: readonly Member[] };
}

type JsonObject = Record<string, unknown>;

/** The variables of one document: objects that rows fill, and that another row puts somewhere (contract 7.2, rule 3). */
export function variablesOf(rows: readonly SheetRow[], catalogue: SlotCatalogue): Variables {
  const members = new Map<string, SheetRow[]>();
  for (const row of rows) {
    if (row.variable === null) continue;
    const list = members.get(row.variable) ?? [];
    list.push(row);
    members.set(row.variable, list);
  }
  return new Variables(members, catalogue);
}

export class Variables {
  private readonly introduced = new Map<string, number>();

  constructor(
    private readonly members: ReadonlyMap<string, readonly SheetRow[]>,
    private readonly catalogue: SlotCatalogue,
  ) {}

  /**
   * The object that this row puts into the slot. Undefined for a row that introduces none: its value is no variable, or
   * the slot holds no objects, so that a text which happens to be the name of a variable stays one (D33).
   *
   * @throws SheetFault
   */
  introducedBy({ row, value }: SheetRow, slot: Slot, level = 1): Built | undefined {
    const name = value.trim();
    const rows = this.members.get(name);
    const last = rows?.at(-1);
    if (rows === undefined || last === undefined || slot.kind !== 'object') return undefined;
    const earlier = this.introduced.get(name);
    if (earlier !== undefined)
      throw new SheetFault(
        row,
        'value',
        `row ${earlier} introduces ${name} already; each object has a variable of its own`,
      );
    if (level > MOST_LEVELS)
      throw new SheetFault(row, 'value', `objects stand in each other ${MOST_LEVELS} deep at most`);
    this.introduced.set(name, row);
    const object: JsonObject = {};
    const members = rows.flatMap((each) => this.put(object, each, slot.classes, level + 1));
    return { name, action: last.action, part: { value: slot.many ? [object] : object, members } };
  }

  /** The first row of each variable that nothing has introduced. */
  leftOver(): { row: number; variable: string }[] {
    const names = [...this.members.keys()].filter((name) => !this.introduced.has(name));
    return names.flatMap((variable) => {
      const row = this.members.get(variable)?.[0]?.row;
      return row === undefined ? [] : [{ row, variable }];
    });
  }

  /** Puts what a row says into the object; an object inside it is built first. Gives what was put where. */
  private put(object: JsonObject, row: SheetRow, classes: readonly string[], level: number): Member[] {
    const path = slotPathOf(row.attribute, classes, this.catalogue, row.row);
    const slot = lastOf(path);
    const inner = this.introducedBy(row, slot, level);
    const names = namesOf(path);
    const value = inner ? inner.part.value : cellValue(row.value, slot, row.row);
    putAt(object, path, value, inner !== undefined);
    const own = { row: row.row, path: names, word: row.action, value };
    const deeper = (inner?.part.members ?? []).map((each) => ({ ...each, path: [...names, ...each.path] }));
    return [own, ...deeper];
  }
}

/** Every level that holds many becomes a list. Of two values at one path the later counts; objects gather in a list. */
function putAt(object: JsonObject, path: SlotPath, value: unknown, gathers: boolean): void {
  let at = object;
  for (const { name, many } of path.slice(0, -1)) {
    const there = at[name];
    const next = (many ? (there as JsonObject[] | undefined)?.[0] : (there as JsonObject | undefined)) ?? {};
    at[name] = many ? [next] : next;
    at = next;
  }
  const { name } = lastOf(path);
  const there = at[name];
  at[name] = gathers && Array.isArray(there) && Array.isArray(value) ? [...there, ...value] : value;
}

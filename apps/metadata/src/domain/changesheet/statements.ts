import { type ActionWord, effectOf } from './actions';
import { cellValue } from './cell-value';
import { SheetFault, SheetFaults } from './sheet-fault';
import type { SheetRow } from './sheet-rows';
import type { SlotCatalogue } from './slot-catalogue';
import { lastOf, namesOf, slotPathOf } from './slot-path';
import type { Statement } from './statement';
import { variablesOf } from './variables';

/**
 * What the rows of a document ask for: one statement for each plain row, in the order of the sheet, then one for each
 * variable that a plain row introduces, by name (contract 7.4). Faults are noted.
 */
export function statementsOf(
  rows: readonly SheetRow[],
  classes: readonly string[],
  catalogue: SlotCatalogue,
  faults: SheetFaults,
): Statement[] {
  const variables = variablesOf(rows, catalogue);
  const ofVariables: [string, Statement][] = [];
  const plain: Statement[] = [];
  for (const row of rows.filter(({ variable }) => variable === null))
    faults.noting(() => {
      const path = slotPathOf(row.attribute, classes, catalogue, row.row);
      const slot = lastOf(path);
      const built = variables.introducedBy(row, slot);
      const at = { path: namesOf(path), row: row.row };
      if (built)
        ofVariables.push([
          built.name,
          { ...at, ...built.part, effect: effectOf(built.action), word: built.action },
        ]);
      else plain.push({ ...at, ...plainPart(row.action, () => cellValue(row.value, slot, row.row)) });
    });
  for (const { row, variable } of variables.leftOver())
    faults.noting(() => {
      throw new SheetFault(
        row,
        'id',
        `no row introduces ${variable}: its value should be ${variable}, and its attribute a slot of objects`,
      );
    });
  return [...plain, ...ofVariables.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement)];
}

/** What a plain row asks for; one that drops a field needs no value. */
function plainPart(word: ActionWord, value: () => unknown) {
  const effect = effectOf(word);
  return { effect, word, value: effect === 'drop' ? null : value(), members: [] };
}

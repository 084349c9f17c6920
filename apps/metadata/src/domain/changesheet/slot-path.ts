import { SheetFault } from './sheet-fault';
import type { Slot, SlotCatalogue } from './slot-catalogue';

/** Slots from a document, or an object in it, down to the one that is meant. */
export type SlotPath = readonly [Slot, ...Slot[]];

/** Deepest that a path or an object of variables may go. */
export const MOST_LEVELS = 20;

export const lastOf = (path: SlotPath): Slot => path.at(-1) ?? path[0];
export const namesOf = (path: readonly Slot[]): string[] => path.map(({ name }) => name);

/**
 * Finds the slots of an attribute such as `depth.has_unit` in one of these classes. Names may be written with spaces
 * (contract 7.2, rule 5).
 *
 * @throws SheetFault
 */
export function slotPathOf(
  attribute: string,
  classes: readonly string[],
  catalogue: SlotCatalogue,
  row: number,
): SlotPath {
  const [first = '', ...rest] = attribute.split('.').map((part) => part.trim().replaceAll(' ', '_'));
  if (rest.length >= MOST_LEVELS)
    throw new SheetFault(row, 'attribute', `a path has at most ${MOST_LEVELS} parts`);
  const path: [Slot, ...Slot[]] = [slotOf(first, classes, catalogue, row)];
  for (const name of rest) {
    const above = lastOf(path);
    if (above.classes.length === 0)
      throw new SheetFault(row, 'attribute', `${above.name} holds no objects, so there is no ${name} in it`);
    path.push(slotOf(name, above.classes, catalogue, row));
  }
  return path;
}

function slotOf(name: string, classes: readonly string[], catalogue: SlotCatalogue, row: number): Slot {
  const slot = catalogue.slotOf(classes, name);
  if (slot) return slot;
  throw new SheetFault(row, 'attribute', `the schema has no slot ${JSON.stringify(name)}`);
}

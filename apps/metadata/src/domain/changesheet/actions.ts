import { SheetFault } from './sheet-fault';

/** What is done at a path (contract 7.3). */
export type Effect = 'insert' | 'remove-items' | 'set' | 'drop';

const EFFECTS = {
  insert: 'insert',
  'insert item': 'insert',
  'insert items': 'insert',
  'remove item': 'remove-items',
  'remove items': 'remove-items',
  update: 'set',
  set: 'set',
  replace: 'set',
  'replace items': 'set',
  remove: 'drop',
  delete: 'drop',
} as const satisfies Record<string, Effect>;

/** A word that the column `action` may hold. */
export type ActionWord = keyof typeof EFFECTS;

export const effectOf = (word: ActionWord): Effect => EFFECTS[word];

/** @throws SheetFault */
export function actionOf(word: string, row: number): ActionWord {
  if (Object.hasOwn(EFFECTS, word)) return word as ActionWord;
  const known = Object.keys(EFFECTS).join(', ');
  throw new SheetFault(row, 'action', `${JSON.stringify(word)} is no action; there are ${known}`);
}

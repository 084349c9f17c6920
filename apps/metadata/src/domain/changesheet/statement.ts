import type { ActionWord, Effect } from './actions';

/** One change of a document. */
export interface Statement {
  /** The row that says where. */
  readonly row: number;
  readonly path: readonly string[];
  readonly effect: Effect;
  /** The action as the sheet says it. */
  readonly word: ActionWord;
  readonly value: unknown;
  /** Rows that fill the object that is the value, each with what it puts where. */
  readonly members: readonly Member[];
}

export interface Member {
  readonly row: number;
  /** Below the path of the statement. */
  readonly path: readonly string[];
  readonly word: ActionWord;
  readonly value: unknown;
}

/** The statement in the words of the store whose clients these sheets are for: `{op: {path: value}}` (contract 7.6). */
export function asUpdate({ path, effect, value }: Statement): Record<string, unknown> {
  const name = path.join('.');
  switch (effect) {
    case 'insert':
      return { $addToSet: { [name]: { $each: value } } };
    case 'remove-items':
      return { $pull: { [name]: { $in: value } } };
    case 'set':
      return { $set: { [name]: value } };
    case 'drop':
      return { $unset: { [name]: '' } };
  }
}

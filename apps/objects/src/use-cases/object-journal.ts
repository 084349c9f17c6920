import type { StoredObject } from '@callboard/contracts';
import type { TypeChange } from '../domain/tagging';

export const OBJECT_JOURNAL = Symbol('OBJECT_JOURNAL');

/** Tells the log what was committed. Never throws, never waits. */
export interface ObjectJournal {
  registered(objects: readonly StoredObject[], who: string): void;
  changed(object: StoredObject, who: string): void;
  tagged(changes: readonly TypeChange[], who: string): void;
  /** A batch, or one item of it, failed for a reason that is nobody's to know but ours. */
  failed(error: unknown, what: string): void;
}

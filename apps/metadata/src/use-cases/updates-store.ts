import type { Filter } from '@callboard/document-query';
import type { ChangeOf } from './effects-store';
import type { VersionedDocument, Versions } from './sheets-store';

export const UPDATES_STORE = Symbol('UPDATES_STORE');

export interface UpdatesStore {
  /** The documents of a collection that match, by id, at most so many. Refusal: `query-too-slow`. */
  matching(collection: string, filter: Filter, most: number): Promise<VersionedDocument[]>;
  /**
   * Makes the staged documents those of their collection, if these have the versions still; gives how many that made
   * other ones. Refusals: `document-changed`, `schema-changed`, `invalid-metadata`.
   */
  apply(submissionId: string, versions: Versions, by: ChangeOf): Promise<number>;
}

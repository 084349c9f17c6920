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
  /**
   * Removes documents by their keys, unless `demandNoReferrer` refuses what stays and mentions one of them; gives how many
   * were there. Refusals: `query-too-slow`, and those of `demandNoReferrer`.
   */
  remove(
    keys: readonly string[],
    who: string,
    demandNoReferrer: (mentioning: readonly StoredDocument[]) => Promise<void>,
  ): Promise<number>;
}

export interface StoredDocument {
  readonly key: string;
  readonly collection: string;
  readonly document: Record<string, unknown>;
}

import type { ImportAnswer, ImportedEntry, ImportedObject, StoredObject } from '@callboard/contracts';

export const IMPORTS_STORE = Symbol('IMPORTS_STORE');

/** Takes in what another runtime kept. What is here is left alone. Answers are in the order given. */
export interface ImportsStore {
  objectTypes(types: readonly ImportedEntry[]): Promise<ImportAnswer[]>;
  /**
   * In one commit, with their types and an event that lets nothing fire. Refuses those that share a checksum with
   * another object. Gives the new ones besides.
   */
  objects(objects: readonly ImportedObject[]): Promise<{ answers: ImportAnswer[]; taken: StoredObject[] }>;
}

import type {
  ImportAnswer,
  ImportedAllowance,
  ImportedEntry,
  ImportedSite,
  ImportedUser,
} from '@callboard/contracts';

export const IMPORTS_STORE = Symbol('IMPORTS_STORE');

/**
 * Takes in what another runtime kept. What is here is left alone, and what was taken away here since does not come back.
 * Answers are in the order given.
 */
export interface ImportsStore {
  capabilities(entries: readonly ImportedEntry[]): Promise<ImportAnswer[]>;
  users(users: readonly ImportedUser[]): Promise<ImportAnswer[]>;
  /** With their clients. Appends sites-changed for the new sites in the same transaction. */
  sites(sites: readonly ImportedSite[]): Promise<ImportAnswer[]>;
  /** Who brought them in is kept. */
  allowances(allowances: readonly ImportedAllowance[], who: string): Promise<ImportAnswer[]>;
}

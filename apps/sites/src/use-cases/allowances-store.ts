import type { Action } from '../domain/actions';

export const ALLOWANCES_STORE = Symbol('ALLOWANCES_STORE');

/** What a user, or a site client by its client id, may do beyond its roles (contract 2.9). */
export interface AllowancesStore {
  has(username: string, action: string): Promise<boolean>;
  /** Once in the life of an installation: an allowance taken away later does not come back. True when it was done. */
  seedOnce(username: string, actions: readonly Action[]): Promise<boolean>;
}

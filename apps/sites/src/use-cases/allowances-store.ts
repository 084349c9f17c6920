import type { Action, Allowance } from '@callboard/contracts';

export const ALLOWANCES_STORE = Symbol('ALLOWANCES_STORE');

/** What a user, or a site client by its client id, may do beyond its roles (contract 2.9). */
export interface AllowancesStore {
  has(username: string, action: string): Promise<boolean>;
  /** By name and action; those that are named narrow it. */
  list(asked: { username?: string | undefined; action?: Action | undefined }): Promise<Allowance[]>;
  /** False when it was given before. Who gave it is kept. */
  give(allowance: Allowance, who: string): Promise<boolean>;
  /** False when there was none. Who took it is kept. */
  take(allowance: Allowance, who: string): Promise<boolean>;
  /** Once in the life of an installation: an allowance taken away later does not come back. True when it was done. */
  seedOnce(username: string, actions: readonly Action[]): Promise<boolean>;
}

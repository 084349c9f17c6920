import type { Revocation } from '@callboard/contracts';

export const REVOCATIONS_STORE = Symbol('REVOCATIONS_STORE');

/** The revocations of subjects that may still have tokens in use. */
export interface RevocationsStore {
  /** By ascending subject, after `after`. */
  livePage(after: string | undefined, limit: number): Promise<{ revocations: Revocation[]; more: boolean }>;
}

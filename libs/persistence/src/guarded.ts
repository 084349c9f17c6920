import { workContext } from '@callboard/kernel';
import type { Transaction } from './transaction';

/** What every transaction of some work has to do besides. */
export interface TransactionGuard {
  /** First thing in the transaction; what it throws undoes it. */
  begun(tx: Transaction): Promise<unknown>;
  /** Last thing before the commit, with which its statements travel. */
  ending(tx: Transaction): void;
  /** The transaction is over, kept or not. */
  over(): void;
}

const guards = workContext<TransactionGuard>();

/** Runs `work`; each transaction that it begins is guarded, however deep in it. */
export function guarded<T>(guard: TransactionGuard, work: () => Promise<T>): Promise<T> {
  return guards.run(guard, work);
}

/** The guard of the work that is under way here. */
export const currentGuard = (): TransactionGuard | undefined => guards.getStore();

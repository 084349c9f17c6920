import type { Firing } from './triggers-store';

export const FIRING_JOURNAL = Symbol('FIRING_JOURNAL');

/** Where each firing is told once, under the trace of what caused it. */
export interface FiringJournal {
  tell(firings: readonly Firing[]): void;
}

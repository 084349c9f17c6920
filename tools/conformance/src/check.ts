import type { Difference, Outcome } from './outcome';
import type { Stage } from './stage';

/** What a check cannot do without. */
export type Need = 'site' | 'admin';

/** One row of the table: a thing that unchanged clients rely on. */
export interface Check {
  readonly name: string;
  /** Section of the contract, such as `8.3`. */
  readonly section: string;
  /** Lines of the checklist (contract 10) that it is part of. */
  readonly lines?: readonly number[];
  readonly needs?: readonly Need[];
  /** Returns when all is as it should be, and throws Differs or NotTried when not. */
  run(stage: Stage): Promise<void>;
}

/** A check that was made, or not. */
export interface Row {
  readonly name: string;
  readonly section: string;
  readonly lines: readonly number[];
  readonly outcome: Outcome;
}

export type { Difference };

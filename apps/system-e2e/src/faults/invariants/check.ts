/** One thing that must hold, as a question for what breaks it. */
export interface Check {
  /** Of the list of docs/faults.md. */
  readonly invariant: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9';
  /** What the rows found are, after their number: `3 jobs have more than one live claim`. */
  readonly broken: string;
  /** SQL that gives one row, `example`, for each thing that breaks it. */
  readonly sql: string;
  /** JSON for $1. */
  readonly given?: unknown;
  /** Holds once everything has come to rest; without it, at every moment. */
  readonly atRest?: true;
}

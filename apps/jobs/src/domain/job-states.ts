import { JOB_STATES, type JobState } from '@callboard/contracts';

/** What makes a job move: a site claims it, its operation ended, somebody cancels it, somebody asks for a retry. */
export type MoveCause = 'claim' | 'end' | 'cancel' | 'retry';

export interface JobMove {
  readonly from: JobState;
  readonly to: JobState;
  readonly by: MoveCause;
  /** In words, for the drawing. */
  readonly when: string;
}

export const FIRST_STATE: JobState = 'queued';

/** The states of a job and every move between them (design 5). Whatever is not here is refused. */
export const JOB_MOVES: readonly JobMove[] = [
  { from: 'queued', to: 'claimed', by: 'claim', when: 'a site claims it' },
  { from: 'claimed', to: 'succeeded', by: 'end', when: 'settled with a result' },
  { from: 'claimed', to: 'failed', by: 'end', when: 'settled with a final failure' },
  { from: 'claimed', to: 'cancelled', by: 'end', when: 'operation cancelled' },
  { from: 'claimed', to: 'dead', by: 'end', when: 'attempts or expiries ran out' },
  { from: 'claimed', to: 'queued', by: 'end', when: 'released, expired, or failed with attempts left' },
  { from: 'queued', to: 'cancelled', by: 'cancel', when: 'cancelled' },
  { from: 'failed', to: 'queued', by: 'retry', when: 'explicit retry' },
  { from: 'dead', to: 'queued', by: 'retry', when: 'explicit retry' },
  { from: 'cancelled', to: 'queued', by: 'retry', when: 'explicit retry' },
];

export function mayMove(from: JobState, to: JobState): boolean {
  return JOB_MOVES.some((move) => move.from === from && move.to === to);
}

/** States from which nothing but an explicit retry leads out. */
export const ENDED_STATES: readonly JobState[] = JOB_STATES.filter((state) =>
  JOB_MOVES.every((move) => move.from !== state || move.by === 'retry'),
);

/**
 * The table as a guard for SQL: true where the row in state `from` may move to `to` by this cause.
 * `from` and `to` are SQL expressions, such as `j.state`.
 */
export function moveGuard(by: MoveCause, from: string, to: string): string {
  const pairs = JOB_MOVES.filter((move) => move.by === by).map((move) => `('${move.from}', '${move.to}')`);
  return `(${from}, ${to}) in (${pairs.join(', ')})`;
}

/** The only state that {@link MoveCause} `claim` starts from, as an SQL literal that partial indexes recognise. */
export const CLAIMABLE_STATE = `'${JOB_MOVES.find((move) => move.by === 'claim')?.from ?? FIRST_STATE}'`;

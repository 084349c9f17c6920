import { type Outcome, OUTCOMES } from '@callboard/contracts';

export type OperationState = 'open' | Outcome;

export interface OperationMove {
  readonly from: OperationState;
  readonly to: OperationState;
  /** In words, for the drawing. */
  readonly when: string;
}

export const FIRST_STATE: OperationState = 'open';
export const OPERATION_STATES: readonly OperationState[] = [FIRST_STATE, ...OUTCOMES];

/** The states of an operation and every move between them (design 5). Whatever is not here is refused. */
export const OPERATION_MOVES: readonly OperationMove[] = [
  { from: 'open', to: 'succeeded', when: 'settled with a result' },
  { from: 'open', to: 'failed', when: 'settled with an error' },
  { from: 'open', to: 'cancelled', when: 'cancelled' },
  { from: 'open', to: 'released', when: 'given back' },
  { from: 'open', to: 'expired', when: 'its lease ran out' },
];

/** States that writes are taken in: those that something leads out of. */
export const LIVE_STATES: readonly OperationState[] = OPERATION_STATES.filter((state) =>
  OPERATION_MOVES.some((move) => move.from === state),
);

export function mayMove(from: OperationState, to: OperationState): boolean {
  return OPERATION_MOVES.some((move) => move.from === from && move.to === to);
}

/** True when nothing can happen to the operation any more. */
export function isEnded(state: OperationState): state is Outcome {
  return !LIVE_STATES.includes(state);
}

/** With what a write under an ended operation is refused (design 5). Success and failure look alike from outside. */
export const REFUSAL_AFTER: Readonly<Record<Outcome, string>> = {
  succeeded: 'operation-settled',
  failed: 'operation-settled',
  cancelled: 'operation-cancelled',
  released: 'operation-released',
  expired: 'operation-expired',
};

/**
 * The table as a guard for SQL: true where the row in state `from` may move to `to`, or stays in a live state.
 * `from` and `to` are SQL expressions, such as `o.state`.
 */
export function moveGuard(from: string, to: string): string {
  const stays = LIVE_STATES.map((state) => `('${state}', '${state}')`);
  const moves = OPERATION_MOVES.map((move) => `('${move.from}', '${move.to}')`);
  return `(${from}, ${to}) in (${[...stays, ...moves].join(', ')})`;
}

/** The guard of whatever may only happen to a live operation, in a form that partial indexes recognise. */
export function liveGuard(state: string): string {
  return `${state} in (${LIVE_STATES.map((live) => `'${live}'`).join(', ')})`;
}

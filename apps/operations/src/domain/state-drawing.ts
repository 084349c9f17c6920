import { FIRST_STATE, isEnded, OPERATION_MOVES, OPERATION_STATES } from './operation-states';

/** The state table as a Mermaid drawing. The README holds it, and a test compares the two. */
export function drawStates(): string {
  return [
    'stateDiagram-v2',
    `    [*] --> ${FIRST_STATE}`,
    ...OPERATION_MOVES.map((move) => `    ${move.from} --> ${move.to}: ${move.when}`),
    ...OPERATION_STATES.filter(isEnded).map((state) => `    ${state} --> [*]`),
  ].join('\n');
}

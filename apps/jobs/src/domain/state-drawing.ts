import { ENDED_STATES, FIRST_STATE, JOB_MOVES } from './job-states';

/** The state table as a Mermaid drawing. The README holds it, and a test compares the two. */
export function drawStates(): string {
  return [
    'stateDiagram-v2',
    `    [*] --> ${FIRST_STATE}`,
    ...JOB_MOVES.map((move) => `    ${move.from} --> ${move.to}: ${move.when}`),
    ...ENDED_STATES.map((state) => `    ${state} --> [*]`),
  ].join('\n');
}

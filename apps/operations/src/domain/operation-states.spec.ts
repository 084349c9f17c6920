import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES, OUTCOMES } from '@callboard/contracts';
import {
  FIRST_STATE,
  isEnded,
  LIVE_STATES,
  liveGuard,
  mayMove,
  moveGuard,
  OPERATION_MOVES,
  OPERATION_STATES,
  type OperationState,
  REFUSAL_AFTER,
} from './operation-states';
import { drawStates } from './state-drawing';

/** The moves of design 5, written out a second time by hand. */
const ALLOWED = ['open>succeeded', 'open>failed', 'open>cancelled', 'open>released', 'open>expired'];

describe('states of an operation', () => {
  it('reaches every state from the first one', () => {
    const reached = new Set<OperationState>([FIRST_STATE]);
    for (const move of OPERATION_MOVES) if (reached.has(move.from)) reached.add(move.to);
    expect([...reached].sort()).toEqual([...OPERATION_STATES].sort());
  });

  it.each(OPERATION_STATES.flatMap((from) => OPERATION_STATES.map((to) => [from, to] as const)))(
    'allows %s to %s only if design 5 does',
    (from, to) => {
      expect(mayMove(from, to)).toBe(ALLOWED.includes(`${from}>${to}`));
    },
  );

  it('names each move once', () => {
    expect(new Set(OPERATION_MOVES.map((move) => `${move.from}>${move.to}`)).size).toBe(
      OPERATION_MOVES.length,
    );
  });

  it('ends for ever: every outcome is an end, and nothing leads out of it', () => {
    expect(OPERATION_STATES.filter(isEnded)).toEqual(OUTCOMES);
    expect(LIVE_STATES).toEqual(['open']);
  });

  it('has a published code for writes after each end', () => {
    for (const outcome of OUTCOMES) expect(Object.keys(ERROR_CODES)).toContain(REFUSAL_AFTER[outcome]);
  });

  it('is what the SQL guards read', () => {
    expect(liveGuard('o.state')).toBe("o.state in ('open')");
    expect(moveGuard('a', 'b')).toBe(
      "(a, b) in (('open', 'open'), ('open', 'succeeded'), ('open', 'failed'), ('open', 'cancelled'), " +
        "('open', 'released'), ('open', 'expired'))",
    );
  });

  it('is what the README draws', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    expect(readme).toContain(`\`\`\`mermaid\n${drawStates()}\n\`\`\``);
  });
});

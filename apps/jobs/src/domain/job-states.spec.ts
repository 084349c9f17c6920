import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOB_STATES, type JobState } from '@callboard/contracts';
import { CLAIMABLE_STATE, ENDED_STATES, FIRST_STATE, JOB_MOVES, mayMove, moveGuard } from './job-states';
import { drawStates } from './state-drawing';

/** The moves of design 5, written out a second time by hand. */
const ALLOWED = [
  'queued>claimed',
  'queued>cancelled',
  'claimed>queued',
  'claimed>succeeded',
  'claimed>failed',
  'claimed>cancelled',
  'claimed>dead',
  'failed>queued',
  'dead>queued',
  'cancelled>queued',
];

describe('states of a job', () => {
  it('reaches every state from the first one', () => {
    const reached = new Set<JobState>([FIRST_STATE]);
    for (let grew = true; grew;) {
      const before = reached.size;
      for (const move of JOB_MOVES) if (reached.has(move.from)) reached.add(move.to);
      grew = reached.size > before;
    }
    expect([...reached].sort()).toEqual([...JOB_STATES].sort());
  });

  it.each(JOB_STATES.flatMap((from) => JOB_STATES.map((to) => [from, to] as const)))(
    'allows %s to %s only if design 5 does',
    (from, to) => {
      expect(mayMove(from, to)).toBe(ALLOWED.includes(`${from}>${to}`));
    },
  );

  it('names each move once', () => {
    expect(new Set(JOB_MOVES.map((move) => `${move.from}>${move.to}`)).size).toBe(JOB_MOVES.length);
  });

  it('ends in four states, and success is for ever', () => {
    expect(ENDED_STATES).toEqual(['succeeded', 'failed', 'cancelled', 'dead']);
    expect(JOB_MOVES.some((move) => move.from === 'succeeded')).toBe(false);
  });

  it('is what the SQL guards read', () => {
    expect(CLAIMABLE_STATE).toBe("'queued'");
    expect(moveGuard('retry', 'j.state', 'd.to_state')).toBe(
      "(j.state, d.to_state) in (('failed', 'queued'), ('dead', 'queued'), ('cancelled', 'queued'))",
    );
  });

  it('is what the README draws', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    expect(readme).toContain(`\`\`\`mermaid\n${drawStates()}\n\`\`\``);
  });
});

import { inDaysHoursMinutes, lastTokenEnd, TOKEN_LIFE_S, tokenLife } from './token-life';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe('the life of a token', () => {
  it.each([
    [undefined, TOKEN_LIFE_S],
    [after(10 * TOKEN_LIFE_S), TOKEN_LIFE_S],
    [after(90.9), 90],
    [after(0), 0],
    [after(-5), -5],
  ])('with credentials that end at %p is %d s', (end, life) => {
    expect(tokenLife(NOW, end)).toBe(life);
  });

  it.each([
    [TOKEN_LIFE_S, { days: 1, hours: 0, minutes: 0 }],
    [TOKEN_LIFE_S - 1, { days: 0, hours: 23, minutes: 59 }],
    [3_661, { days: 0, hours: 1, minutes: 1 }],
    [59, { days: 0, hours: 0, minutes: 0 }],
  ])('of %d s is told as %p, never too long (contract 1.2)', (seconds, told) => {
    expect(inDaysHoursMinutes(seconds)).toEqual(told);
  });

  it('is over when a revocation is forgotten', () => {
    expect(lastTokenEnd(NOW).getTime()).toBeGreaterThan(after(TOKEN_LIFE_S).getTime());
  });
});

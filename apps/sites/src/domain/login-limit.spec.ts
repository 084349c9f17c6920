import { LOGIN_WINDOW_S, secondsToWait, weightOfFailure } from './login-limit';

/** Counts failures at these times (in seconds) as the store does, and gives the wait at `now`. */
function waitAfter(failures: readonly number[], now: number, limit: number): number {
  const clearAt = failures.reduce((clear, at) => Math.max(clear, at) + weightOfFailure(limit), 0);
  return secondsToWait(Math.max(0, clearAt - now), limit);
}

describe('the limit of failed logins', () => {
  it.each([1, 3, 10, 100])('lets as many fail at once as it says, which is %d, and not one more', (limit) => {
    const failures = Array.from({ length: limit }, () => 0);
    expect(waitAfter(failures.slice(1), 0, limit)).toBe(0);
    expect(waitAfter(failures, 0, limit)).toBeGreaterThan(0);
  });

  it('takes one more after the time that one failure weighs, and all after a minute', () => {
    const ten = Array.from({ length: 10 }, () => 0);
    expect(waitAfter(ten, 0, 10)).toBe(6);
    expect(waitAfter(ten, 4.5, 10)).toBe(2);
    expect(waitAfter(ten, 6, 10)).toBe(0);
    expect(waitAfter([...ten, 6], 6, 10)).toBe(6);
    expect(waitAfter([...ten, ...ten.slice(1).map(() => LOGIN_WINDOW_S)], LOGIN_WINDOW_S, 10)).toBe(0);
  });

  it('never trips who fails more slowly than that', () => {
    const slow = Array.from({ length: 1000 }, (_, n) => n * 6);
    expect(waitAfter(slow, 999 * 6 + 6, 10)).toBe(0);
  });
});

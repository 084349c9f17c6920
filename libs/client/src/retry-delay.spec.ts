import { RETRY_POLICY, retryAfterMs, retryDelay } from './retry-delay';

const policy = { tries: 5, firstDelayMs: 100, longestDelayMs: 1000 };

describe('the wait before the next try', () => {
  it('is any up to a bound that doubles, and never above the longest', () => {
    expect([1, 2, 3, 4].map((made) => retryDelay(policy, made, undefined, () => 1))).toEqual([
      100, 200, 400, 800,
    ]);
    expect(retryDelay(policy, 1, undefined, () => 0)).toBe(0);
    expect(retryDelay({ ...policy, tries: 99 }, 60, undefined, () => 1)).toBe(1000);
  });

  it('is at least what Retry-After says', () => {
    expect(retryDelay(policy, 1, 500, () => 0)).toBe(500);
    expect(retryDelay(policy, 1, 1000, () => 1)).toBe(1000);
    expect(retryDelay(policy, 1, 1001, () => 0)).toBeUndefined();
  });

  it('is none when enough tries were made', () => {
    expect(retryDelay(policy, 5, undefined)).toBeUndefined();
    expect(retryDelay(RETRY_POLICY, 1, undefined)).toBeLessThanOrEqual(RETRY_POLICY.firstDelayMs);
  });
});

describe('Retry-After', () => {
  it.each([
    [null, undefined],
    ['2', 2000],
    ['Thu, 01 Jan 1970 00:00:05 GMT', 4000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('%s is %s', (header, ms) => expect(retryAfterMs(header, 1000)).toBe(ms));
});

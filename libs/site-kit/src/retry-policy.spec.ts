import { demandPolicy, pauseAfter } from './retry-policy';

const policy = { attempts: 9, waitMs: 100, maxWaitMs: 1000, jitter: 0.5 };

describe('the pause before an op is tried again', () => {
  it('doubles up to its ceiling', () => {
    expect([1, 2, 3, 4, 5, 9].map((failures) => pauseAfter(failures, policy, 0))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ]);
    expect(pauseAfter(3, { ...policy, factor: 1 }, 0)).toBe(100);
  });

  it('is shortened by chance, by the share that is left to it at most', () => {
    expect(pauseAfter(1, policy, 0.5)).toBe(75);
    expect(pauseAfter(9, policy, 1)).toBe(500);
  });
});

describe('a policy of retries', () => {
  it.each([
    [{ attempts: 0 }, /attempts must be 1 to 20, not 0/],
    [{ attempts: 1.5 }, /attempts/],
    [{ waitMs: -1 }, /waitMs must be 0 or more/],
    [{ factor: 0.5 }, /factor must be 1 or more/],
    [{ maxWaitMs: 10 }, /maxWaitMs must be at least waitMs \(100\), not 10/],
    [{ jitter: 2 }, /jitter must be 0 to 1/],
  ])('%p is refused', (wrong, message) => {
    expect(() => demandPolicy('read', { ...policy, ...wrong })).toThrow(message);
  });
});

import { lifeOf } from './session';

describe('the life of a token', () => {
  it.each([
    [{ days: 1, hours: 0, minutes: 0 }, 86_400_000],
    [{ seconds: 90 }, 90_000],
    [{ days: 1, weeks: 2 }, undefined],
    [{ days: '1' }, undefined],
    [86_400, undefined],
    [null, undefined],
  ])('of %j is %s', (expires, ms) => expect(lifeOf(expires)).toBe(ms));
});

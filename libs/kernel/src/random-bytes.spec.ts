import { randomBytes } from './random-bytes';

describe('randomBytes', () => {
  it('gives as many as asked for, and never the same ones again, beyond any pool', () => {
    const seen = new Set(Array.from({ length: 5_000 }, () => randomBytes(16).toString('hex')));
    expect(seen.size).toBe(5_000);
    expect([1, 12, 8_192].map((count) => randomBytes(count).length)).toEqual([1, 12, 8_192]);
    expect(randomBytes(4_096).every((byte) => byte === 0)).toBe(false);
  });

  it('gives bytes of the caller’s own, which no later call changes', () => {
    const mine = randomBytes(16);
    const before = mine.toString('hex');
    for (let n = 0; n < 2_000; n += 1) randomBytes(16);
    expect(mine.toString('hex')).toBe(before);
  });
});

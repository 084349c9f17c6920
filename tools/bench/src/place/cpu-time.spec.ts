import { spentPerItem } from './cpu-time';

describe('CPU time', () => {
  it('is divided by the number of things', () => {
    const before = new Map([['jobs', 100]]);
    const after = new Map([
      ['jobs', 300],
      ['late', 50],
    ]);
    expect(spentPerItem(before, after, 100)).toEqual({ jobs: 2, late: 0.5 });
  });
});

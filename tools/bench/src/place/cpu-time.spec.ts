import { cpuTimes, readStat, spentPerItem } from './cpu-time';

describe('CPU time', () => {
  it('is read from the fields of proc(5), whatever the process is called', () => {
    const text = '4242 (node (odd) name) S 17 4242 4242 0 -1 4194560 900 0 0 0 120 30 5 6 20 0 11 0 99 1 2';
    expect(readStat(text)).toEqual({ parent: 17, ms: (120 + 30 + 5 + 6) * 10 });
  });

  it('is told by name, and what has gone is left out', () => {
    const times = cpuTimes([
      { name: 'this one', pid: process.pid },
      { name: 'gone', pid: 2 ** 30 },
    ]);
    expect(times.get('this one')).toBeGreaterThan(0);
    expect(times.has('gone')).toBe(false);
  });

  it('is divided by the number of things', () => {
    const before = new Map([['jobs', 100]]);
    const after = new Map([
      ['jobs', 300],
      ['late', 50],
    ]);
    expect(spentPerItem(before, after, 100)).toEqual({ jobs: 2, late: 0.5 });
  });
});

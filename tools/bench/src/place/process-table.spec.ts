import { familyOf, readStat } from './process-table';

describe('the table of processes', () => {
  it('is read from the fields of proc(5), whatever a process is called', () => {
    const text = '4242 (node (odd) name) S 17 4242 4242 0 -1 4194560 900 0 0 0 120 30 5 6 20 0 11 0 99 1 2';
    expect(readStat(text)).toEqual({ parent: 17, ms: (120 + 30 + 5 + 6) * 10 });
  });

  it('tells the children of a process with it where they are asked for', () => {
    const table = new Map([
      [10, { parent: 1, ms: 0 }],
      [11, { parent: 10, ms: 0 }],
      [12, { parent: 10, ms: 0 }],
      [20, { parent: 1, ms: 0 }],
    ]);
    expect(familyOf(table, { name: 'postgres', pid: 10, withChildren: true })).toEqual([10, 11, 12]);
    expect(familyOf(table, { name: 'jobs', pid: 10 })).toEqual([10]);
    expect(familyOf(table, { name: 'gone', pid: 30, withChildren: true })).toEqual([]);
  });
});

import { cpuTable, figuresTable, inWords, type Results } from './report';
import type { Row } from './row';

const rows: Row[] = [
  {
    what: 'claims',
    count: 500,
    perSecond: 250,
    each: { p50: 12.34, p99: 40 },
    rateToBare: 0.61,
    aim: '0.60',
  },
  { what: 'race', count: 20, twice: 0, lost: 1, note: 'by id' },
  { what: 'start', count: 1, onceMs: 3_210 },
  { what: 'memory', count: 2, memoryMb: { jobs: 60.4, postgres: 100 } },
];

describe('the table of figures', () => {
  const lines = figuresTable(rows).split('\n');

  it('has one line for each figure, below the names of its columns', () => {
    expect(lines).toHaveLength(1 + rows.length);
    expect(lines[0]).toMatch(/count +a second +p50 ms +p99 ms +rate\/bare +time\/bare +aim/);
    expect(lines[1]).toMatch(/^claims +500 +250 +12\.3 +40\.0 +0\.61 +0\.60$/);
  });

  it('says what was done twice or lost, what took how long once, and who takes what memory', () => {
    expect(lines[2]).toMatch(/^race +20 .*0 twice, 1 lost, by id$/);
    expect(lines[3]).toMatch(/^start +1 +3210\.0$/);
    expect(lines[4]).toMatch(/160 MB: jobs 60, postgres 100$/);
  });
});

describe('the table of CPU times', () => {
  it('has a column for each process and leaves out what was not counted', () => {
    const cpu = cpuTable([
      { what: 'claims', cpuMs: { jobs: 0.5, postgres: 1 } },
      { what: 'create', cpuMs: { jobs: 0.25, 'the bench': 0.125 } },
      { what: 'start' },
    ]).split('\n');
    expect(cpu).toHaveLength(3);
    expect(cpu[0]).toMatch(/sum +jobs +postgres +the bench$/);
    expect(cpu[1]).toMatch(/^claims +1\.50 +0\.50 +1\.00$/);
    expect(cpu[2]).toMatch(/^create +0\.38 +0\.25 +0\.13$/);
  });

  it('is replaced by words where nothing was counted', () => {
    expect(cpuTable(rows)).toMatch(/on Linux/);
  });
});

describe('what is printed of a run', () => {
  const results: Results = {
    at: '2026-01-01T00:00:00.000Z',
    machine: {
      cpu: 'a CPU',
      cores: 2,
      memoryGb: 8,
      node: '20.19.0',
      nats: '2.10.27',
      postgres: undefined,
      commit: undefined,
    },
    asShipped: { servers: ['6 streams on disk'] },
    bare: [],
    scenarios: { claims: rows },
  };

  it('names the machine, and says what is missing where there was no database', () => {
    const text = inWords(results);
    expect(text).toMatch(/^2 cores \(a CPU\), 8 GB, Node 20\.19\.0, nats-server 2\.10\.27\n/);
    expect(text).toContain('Without the bare hops');
    expect(text).toContain('As shipped: 6 streams on disk; history not looked at; logs not looked at');
  });

  it('counts what was seen in history and logs', () => {
    const changes = {
      'jobs made': 5,
      'jobs claimed': 4,
      'operations opened': 4,
      'operations ended': 3,
    };
    const text = inWords({ ...results, asShipped: { servers: ['fsync on'], changes, logLines: 12 } });
    expect(text).toContain(
      'As shipped: fsync on; in the history 5 jobs made, 4 jobs claimed, 4 operations opened, 3 operations ended; 12 lines',
    );
  });
});

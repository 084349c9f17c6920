import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@callboard/testing';
import { Program } from './support/program';

/** What the bench writes, as far as this test reads it. */
interface Figures {
  machine: { cores: number; nats?: string; postgres?: string };
  asShipped: { servers: string[]; changes: Record<string, number>; logLines: number };
  bare: Figure[];
  scenarios: Record<string, Figure[]>;
}
interface Figure {
  what: string;
  count?: number;
  twice?: number;
  lost?: number;
  rateToBare?: number;
  timeToBare?: number;
  memoryMb?: Record<string, number>;
  cpuMs?: Record<string, number>;
  note?: string;
}

/** Those that take least, of each kind; the others are made of the same parts. */
const SCENARIOS = ['start', 'walk', 'burst', 'race', 'create', 'lists'];
/** All counts are divided by it; what is left is enough to see that every figure is taken. */
const DIVISOR = '200';

const folder = mkdtempSync(join(tmpdir(), 'callboard-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('npm run bench', () => {
  let program: Program;
  let figures: Figures;
  let left: string[];

  beforeAll(async () => {
    const json = join(folder, 'figures', 'bench.json');
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    const args = [...SCENARIOS, '--divisor', DIVISOR, '--json', json];
    program = Program.run('dist/tools/bench/src/main.js', args, { TMPDIR: temporary });
    if ((await program.exited) !== 0) throw new Error(program.output);
    figures = JSON.parse(readFileSync(json, 'utf8')) as Figures;
    left = readdirSync(temporary);
  }, 180_000);

  it('measures every scenario, prints each figure, and leaves nothing behind', () => {
    expect(Object.keys(figures.scenarios).sort()).toEqual([...SCENARIOS].sort());
    const lines = program.output.split('\n');
    for (const { what } of all())
      expect({ what, told: lines.some((line) => line.startsWith(what)) }).toEqual({ what, told: true });
    const uncounted = all().filter(({ count = 0, note = '' }) => count === 0 && !note.startsWith('left out'));
    expect(uncounted.filter(({ what }) => !what.startsWith('the gateway'))).toEqual([]);
    expect(left).toEqual([]);
  });

  it('says of races and bursts that nothing was done twice and nothing was lost', () => {
    const verdicts = all().filter(({ twice, lost }) => twice !== undefined || lost !== undefined);
    expect(verdicts.map(({ twice, lost }) => ({ twice, lost }))).toEqual(
      Array(3).fill({ twice: 0, lost: 0 }),
    );
    expect(program.output.match(/\b0 twice, 0 lost\b/g)).toHaveLength(3);
  });

  it('puts figures beside the bare hops of the same run', () => {
    expect(figures.bare.map(({ rateToBare }) => rateToBare)).toEqual([1, 1, 1]);
    for (const name of ['burst', 'create'])
      expect(figures.scenarios[name]?.some(({ rateToBare = 0 }) => rateToBare > 0)).toBe(true);
    expect(figures.scenarios.walk?.every(({ timeToBare = 0 }) => timeToBare > 0)).toBe(true);
  });

  it('has seen that all is as shipped', () => {
    const { servers, changes, logLines } = figures.asShipped;
    expect(servers[0]).toBe('fsync, full_page_writes, synchronous_commit on');
    expect(Object.values(changes).every((count) => count > 0)).toBe(true);
    expect(logLines).toBeGreaterThan(changes['jobs made'] ?? Infinity);
  });

  (existsSync('/proc/self/smaps_rollup') ? it : it.skip)('tells CPU time and memory by process', () => {
    const [memory] = all().flatMap(({ memoryMb }) => (memoryMb ? [memoryMb] : []));
    expect(Object.keys(memory ?? {})).toEqual(
      expect.arrayContaining(['api-gateway', 'jobs', 'operations', 'nats-server', 'postgres']),
    );
    const [burst] = (figures.scenarios.burst ?? []).flatMap(({ cpuMs }) => (cpuMs ? [cpuMs] : []));
    expect(burst).toMatchObject({
      postgres: expect.any(Number) as number,
      'the bench': expect.any(Number) as number,
    });
  });

  const all = (): Figure[] => [...figures.bare, ...Object.values(figures.scenarios).flat()];
});

describe('a bench whose services log less than they ship with', () => {
  it('ends with an error that says so, instead of figures', async () => {
    const json = join(folder, 'quiet.json');
    const args = ['create', '--divisor', DIVISOR, '--json', json];
    const quiet = Program.run('dist/tools/bench/src/main.js', args, { LOG_LEVEL: 'error' });
    expect(await quiet.exited).toBe(1);
    expect(quiet.output).toMatch(/^callboard: the log of jobs says "job queued" 0 times where it should/m);
    expect(existsSync(json)).toBe(false);
  }, 120_000);
});

describe('a bench that is interrupted', () => {
  it('stops what it started and leaves nothing behind', async () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    const json = join(folder, 'interrupted.json');
    const program = Program.run('dist/tools/bench/src/main.js', ['create', '--json', json], {
      TMPDIR: temporary,
    });
    await eventually('it measures', () => program.output.includes('bare hops ...'), { timeoutMs: 60_000 });
    program.pressCtrlC();
    expect(await program.exited).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(json)).toBe(false);
  }, 120_000);
});

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { eventually } from '@callboard/testing';
import { Program } from './support/program';

const DEMO = 'tools/first-run.cjs';
const folder = mkdtempSync(join(tmpdir(), 'callboard-demo-test-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** Each demo keeps everything in a temporary folder of its own, so that what it leaves behind can be seen. */
function demo(...args: string[]): { program: Program; left: () => string[] } {
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  return {
    program: Program.run(DEMO, ['demo', ...args], { TMPDIR: temporary }),
    left: () => readdirSync(temporary),
  };
}

describe('npm run demo', () => {
  it('walks the sample from tagged to done, tells each hop, and leaves nothing behind', async () => {
    const { program, left } = demo();
    expect({ code: await program.exited, output: program.output }).toMatchObject({ code: 0 });
    const steps = ['tagged', 'trigger fired', 'job advertised', 'claimed by a site', 'progress', 'done'];
    for (const step of steps) expect(program.output).toContain(step);
    expect(program.output).toMatch(/"sequences": 400/);
    expect(program.output).toMatch(/-> done\s+\d/);
    expect(left()).toEqual([]);
  }, 120_000);

  it('runs on a file of the reader, and ends with code 1 when that file is damaged', async () => {
    const path = join(folder, 'damaged.fq.gz');
    writeFileSync(path, gzipSync('@r\nACGT\n+\nIIII\n').subarray(0, 30));
    const { program } = demo(path);
    expect(await program.exited).toBe(1);
    expect(program.output).toContain('damaged-file');
  }, 120_000);

  it.each([
    ['while it starts', /starting PostgreSQL/],
    ['in the middle of the walk', /registered/],
  ])(
    'stops and cleans up on Ctrl-C %s',
    async (_when, seen) => {
      const { program, left } = demo();
      await eventually('it has come that far', () => seen.test(program.output) && left().length > 0, {
        timeoutMs: 60_000,
      });
      program.pressCtrlC();
      expect(await program.exited).toBe(130);
      expect(left()).toEqual([]);
    },
    120_000,
  );

  it('says in one line that a file is not there', async () => {
    const { program } = demo(join(folder, 'missing.fa'));
    expect(await program.exited).toBe(1);
    expect(program.output).toMatch(/^callboard: .*missing\.fa cannot be read; name a FASTA or FASTQ file/m);
  }, 60_000);
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from './support/program';

const folder = mkdtempSync(join(tmpdir(), 'callboard-demos-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What each has to tell; with the full schema where it stands beside the repository, else with what is shipped. */
const DEMOS: [string, RegExp[]][] = [
  ['metadata', [/ingested +COMPLETE/, /read back/, /bad: submitted +422/, /bad: tagged +failed/]],
  ['changesheet', [/bad: refused +400 .*row 2/, /row 3: .* ph/, /applied +succeeded/, /undone +undone/]],
  ['gold', [/curation ended +succeeded/, /ingestion ended +succeeded/, /what was kept can be read/]],
];

describe('npm run demo -- NAME', () => {
  it.each(DEMOS)(
    '%s tells its story to the end, and leaves nothing behind',
    async (name, told) => {
      const temporary = mkdtempSync(join(folder, 'tmp-'));
      const program = Program.run('tools/first-run.cjs', ['demo', name], { TMPDIR: temporary });
      expect({ code: await program.exited, output: program.output }).toMatchObject({ code: 0 });
      for (const words of told) expect(program.output).toMatch(words);
      expect(readdirSync(temporary)).toEqual([]);
    },
    120_000,
  );
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@callboard/testing';
import type { DevFile } from '../../../../tools/dev-stack/src/data-folder';
import { Program } from './program';

/** A stack that a person started with `npm start`. */
export interface StartedStack {
  program: Program;
  url: string;
  dev: DevFile;
}

/** `npm start -- --data DIR ...`, until it says that it is ready. */
export async function npmStart(data: string, ...args: string[]): Promise<StartedStack> {
  const program = Program.run('tools/first-run.cjs', ['start', '--data', data, ...args]);
  const url = await eventually(
    'the stack says that it is ready',
    () => {
      if (program.child.exitCode !== null) throw new Error(program.output);
      return /Callboard is ready: (http:\S+)\/docs\s*$/.exec(program.output)?.[1];
    },
    { timeoutMs: 60_000 },
  );
  return { program, url, dev: JSON.parse(readFileSync(join(data, 'dev.json'), 'utf8')) as DevFile };
}

/** Ctrl-C in its terminal. Gives the exit code. */
export function npmStop({ program }: StartedStack): Promise<number | null> {
  program.pressCtrlC();
  return program.exited;
}

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const WORKER = join(__dirname, '../../../examples/steady_worker.py');

/** Whether there is a Python that runs the example. */
export const hasPython =
  spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0;

/** The example with something broken: each text is there exactly once, and is replaced. */
export function brokenWorker(
  folder: string,
  name: string,
  changes: readonly (readonly [string, string])[],
): string {
  let text = readFileSync(WORKER, 'utf8');
  for (const [right, wrong] of changes) {
    const parts = text.split(right);
    if (parts.length !== 2)
      throw new Error(`the example has ${JSON.stringify(right)} ${parts.length - 1} times, not once`);
    text = parts.join(wrong);
  }
  const file = join(folder, `${name}.py`);
  writeFileSync(file, text);
  return file;
}

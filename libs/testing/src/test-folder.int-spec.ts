import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testFolder } from './test-folder';

describe('testFolder', () => {
  it('deletes what a killed process left behind, and nothing of a living one', () => {
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    const left = mkdtempSync(join(tmpdir(), `callboard-test-nats-${gone}-`));
    mkdirSync(join(left, 'data'));
    const mine = testFolder('nats');
    const other = testFolder('postgres');
    expect([left, mine, other].map(existsSync)).toEqual([false, true, true]);
    for (const folder of [mine, other]) rmSync(folder, { recursive: true });
  });
});

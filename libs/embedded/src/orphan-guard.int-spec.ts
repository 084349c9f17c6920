import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { transformSync } from '@swc/core';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A supervisor with a long-lived child under guard; it prints the child's process id. */
const SUPERVISOR = `
  const { spawn } = require('node:child_process');
  const { guardAgainstOrphaning } = require('./orphan-guard.cjs');
  const child = spawn('sleep', ['600'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
  guardAgainstOrphaning(child.pid, 'SIGTERM');
  console.log(child.pid);
`;

it('a server does not outlive a supervisor that was killed', async () => {
  const source = readFileSync(join(__dirname, 'orphan-guard.ts'), 'utf8');
  const jsc = { target: 'es2022', parser: { syntax: 'typescript' } } as const;
  writeFileSync(
    join(folder, 'orphan-guard.cjs'),
    transformSync(source, { module: { type: 'commonjs' }, jsc }).code,
  );
  writeFileSync(join(folder, 'supervisor.cjs'), SUPERVISOR);
  const supervisor = spawn(process.execPath, [join(folder, 'supervisor.cjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: supervisor.stdout });
  const [pid] = await once(lines, 'line');
  expect(() => process.kill(Number(pid), 0)).not.toThrow();
  // The child holds the same output as the supervisor: it closes only when both are gone.
  const bothGone = once(supervisor, 'close');
  supervisor.kill('SIGKILL');
  await bothGone;
});

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step } from './steps';

const ROOT = join(__dirname, '../../../..');

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Shape of what `jest --json` writes, as far as it is read here. */
interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
}

/**
 * Runs one step and counts. With `aside` what it prints is kept back until it has ended, so that steps that run side by
 * side do not talk at once.
 */
export async function runStep(step: Step, aside: boolean): Promise<Count> {
  const started = Date.now();
  if (!aside) process.stdout.write(`\n== ${step.name}\n`);
  const { count, printed } = await counted(step, aside);
  if (aside) process.stdout.write(`\n== ${step.name}\n${printed}`);
  const verdict = count.failed > 0 ? 'FAILED' : 'ok';
  process.stdout.write(`== ${step.name}: ${verdict} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return count;
}

async function counted(step: Step, aside: boolean): Promise<{ count: Count; printed: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-verify-'));
  const report = join(folder, 'jest.json');
  try {
    const args = step.jest ? [...step.args, '--json', `--outputFile=${report}`] : step.args;
    const { ok, printed } = await ended(step.program, args, aside);
    if (step.jest) return { count: readReport(report, ok), printed };
    return { count: { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }, printed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `jest --json` prints the report on standard output too; its human text goes to standard error. */
function ended(program: string, args: string[], aside: boolean): Promise<{ ok: boolean; printed: string }> {
  const out = args.includes('--json') ? 'ignore' : aside ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [join(ROOT, program), ...args], {
    cwd: ROOT,
    stdio: ['ignore', out, aside ? 'pipe' : 'inherit'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ ok: code === 0, printed })));
}

/** A suite that could not even start holds no failed test, but it failed. */
function readReport(file: string, ok: boolean): Count {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: ok || failed > 0 ? failed : 1,
    skipped: report.numPendingTests,
  };
}

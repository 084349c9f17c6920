import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Step, STEPS } from './steps';

const ROOT = join(__dirname, '../../../..');

interface Count {
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
 * `npm test`: every step, whatever became of the one before, and one last line that counts. Arguments name the steps
 * to run, such as `npm test -- unit lint`.
 */
async function main(asked: string[]): Promise<void> {
  const unknown = asked.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no such step: ${unknown.join(', ')}; there are ${STEPS.map((step) => step.name).join(', ')}`,
    );
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const step of STEPS.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
    const started = Date.now();
    process.stdout.write(`\n== ${step.name}\n`);
    const count = await run(step);
    const verdict = count.failed > 0 ? 'FAILED' : 'ok';
    process.stdout.write(`== ${step.name}: ${verdict} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key];
  }
  if (total.skipped > 0) process.stdout.write(`\n${total.skipped} skipped: see the names above\n`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

async function run(step: Step): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-verify-'));
  const report = join(folder, 'jest.json');
  try {
    const args = step.jest ? [...step.args, '--json', `--outputFile=${report}`] : step.args;
    const ok = await succeeds(step.program, args);
    if (step.jest) return readReport(report, ok);
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `jest --json` prints the report on standard output too; its human text goes to standard error. */
function succeeds(program: string, args: string[]): Promise<boolean> {
  const quiet = args.includes('--json');
  const child = spawn(process.execPath, [join(ROOT, program), ...args], {
    cwd: ROOT,
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)));
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

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
});

import { availableParallelism } from 'node:os';
import { type Count, runStep } from './run-step';
import { STAGES, type Step } from './steps';

/**
 * `npm test`: every step, whatever became of the one before, and one last line that counts. Arguments name the steps
 * to run, such as `npm test -- unit lint`.
 */
async function main(asked: string[]): Promise<void> {
  const names = STAGES.flat().map(({ name }) => name);
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`no such step: ${unknown.join(', ')}; there are ${names.join(', ')}`);
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const stage of STAGES) {
    const steps = stage.filter(({ name }) => asked.length === 0 || asked.includes(name));
    for (const count of await sideBySide(steps))
      for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key];
  }
  if (total.skipped > 0) process.stdout.write(`\n${total.skipped} skipped: see the names above\n`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

async function sideBySide(steps: readonly Step[]): Promise<Count[]> {
  const rest = [...steps];
  const counts: Count[] = [];
  const lane = async (): Promise<void> => {
    for (let step = rest.shift(); step !== undefined; step = rest.shift())
      counts.push(await runStep(step, steps.length > 1));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return counts;
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
});

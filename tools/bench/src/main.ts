import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BenchOptions, readOptions } from './options';
import type { Bench } from './place/bench';
import { onOwnStack } from './place/own-stack';
import { onRunning } from './place/running';
import { inTemporaryFolder, type TemporaryFolder } from './place/temporary-folder';
import { Progress } from './progress';
import { inWords, type Results } from './report/report';
import type { Row } from './report/row';
import { leftOut, run } from './run';
import { BY_NAME, SCENARIOS } from './scenarios';

const RESULTS = '.callboard/bench.json';
const LEAST = 20;

/**
 * `npm run bench [-- NAME...]`: measures on a stack of its own, or on a running one, prints figures, writes them as JSON
 * and cleans up after. None of it fails for being slow.
 */
async function main(args: string[]): Promise<void> {
  const known = Object.keys(SCENARIOS);
  const options = readOptions(args, known);
  const names = options.names.length > 0 ? options.names : known.filter((name) => !BY_NAME.includes(name));
  const results = await inTemporaryFolder((folder) => measure(folder, known, names, options));
  console.log(`\n${inWords(results)}`);
  const file = options.json ?? RESULTS;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nAll figures: ${file}`);
  if (options.names.length === 0) console.log(`Not in this: npm run bench -- ${BY_NAME.join(' ')}`);
}

async function measure(
  folder: TemporaryFolder,
  known: readonly string[],
  names: readonly string[],
  options: BenchOptions,
): Promise<Results> {
  const progress = new Progress();
  const ordered = known.filter((name) => names.includes(name));
  const alone = await measureAlone(folder, ordered, options, progress);
  const how = { say: progress.say, count: countBy(options) };
  let results: Results | undefined;
  const work = async (bench: Bench): Promise<void> => {
    results = await run(bench, ordered, progress);
  };
  await (options.running === undefined
    ? onOwnStack(folder, how, work)
    : onRunning(options.running, how, work));
  if (results === undefined) throw new Error('nothing was measured');
  return { ...results, scenarios: { ...results.scenarios, ...alone } };
}

/** Before there is a stack for the others: what runs beside would be measured as well. */
async function measureAlone(
  folder: TemporaryFolder,
  names: readonly string[],
  { running }: BenchOptions,
  progress: Progress,
): Promise<Record<string, Row[]>> {
  const rows: Record<string, Row[]> = {};
  for (const name of names) {
    const scenario = SCENARIOS[name];
    if (scenario === undefined || !('measureAlone' in scenario)) continue;
    progress.begin(name);
    rows[name] = running === undefined ? await scenario.measureAlone(folder) : leftOut(name);
  }
  return rows;
}

/** A small run still does enough of everything to be one. */
const countBy =
  ({ divisor }: BenchOptions) =>
  (usual: number): number =>
    divisor === 1 ? usual : Math.max(LEAST, Math.round(usual / divisor));

main(process.argv.slice(2)).then(
  () => process.exit(),
  (thrown: unknown) => {
    console.error(`callboard: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exit(1);
  },
);

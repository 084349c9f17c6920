import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BenchOptions, readOptions } from './options';
import type { Bench } from './place/bench';
import { onOwnStack } from './place/embedded';
import { onRunning } from './place/running';
import { Progress } from './progress';
import { cpuTable, figuresTable, type Results } from './report/report';
import { run } from './run';
import { SCENARIOS } from './scenarios';

const LEAST = 20;

/**
 * `npm run bench [-- NAME...]`: measures on a stack of its own, or on a running one, prints figures, writes them as JSON
 * and cleans up after. None of it fails for being slow.
 */
async function main(args: string[]): Promise<void> {
  const options = readOptions(args, Object.keys(SCENARIOS));
  const usual = Object.keys(SCENARIOS).filter((name) => !SCENARIOS[name]?.long);
  const names = options.names.length > 0 ? options.names : usual;
  const progress = new Progress();
  const how = { say: progress.say, count: countBy(options) };
  let results: Results | undefined;
  const work = async (bench: Bench): Promise<void> => {
    results = await run(bench, names, progress);
  };
  await (options.running === undefined ? onOwnStack(how, work) : onRunning(options.running, how, work));
  if (results !== undefined) tell(results, options);
  const left = Object.keys(SCENARIOS).filter((name) => !names.includes(name));
  if (options.names.length === 0) console.log(`\nBy name only, as they take minutes: ${left.join(', ')}`);
}

/** A small run still does enough of everything to be one. */
const countBy =
  ({ divisor }: BenchOptions) =>
  (usual: number): number =>
    divisor === 1 ? usual : Math.max(LEAST, Math.round(usual / divisor));

function tell(results: Results, { json }: BenchOptions): void {
  console.log(`\n${figuresTable(results)}`);
  const cpu = cpuTable(results);
  if (cpu !== '') console.log(`\n${cpu}`);
  const file = json ?? '.callboard/bench.json';
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nAll figures: ${file}`);
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (thrown: unknown) => {
    console.error(`callboard: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exit(1);
  },
);

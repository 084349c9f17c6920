import { lists } from './lists/lists';
import { run, SCENARIO_NAMES } from './run';

/**
 * `npm run bench [-- NAME...]`: measures on a stack of its own, embedded, prints figures and cleans up after. None of
 * it fails for being slow. Without a name all scenarios but `lists`, which needs a database full of jobs.
 */
async function main(names: string[]): Promise<void> {
  const known = ['lists', ...SCENARIO_NAMES];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`no such scenario: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const scenarios = names.length === 0 ? SCENARIO_NAMES : names.filter((name) => name !== 'lists');
  if (scenarios.length > 0) await run(scenarios);
  if (names.includes('lists')) await lists();
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (thrown: unknown) => {
    console.error(`callboard: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exit(1);
  },
);

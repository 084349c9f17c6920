import { bareHops } from './bare/bare-hops';
import { demandDurable, demandHistory, demandLogs } from './place/as-shipped';
import type { Bench } from './place/bench';
import { machineInWords, machineOf } from './place/machine';
import type { Progress } from './progress';
import type { Results, Row } from './report/report';
import { type Scenario, SCENARIOS } from './scenarios';

const CONNECTIONS = 32;

/** Measures the bare hops, then the scenarios named, and sees that all is as it ships. */
export async function run(bench: Bench, names: readonly string[], progress: Progress): Promise<Results> {
  const machine = await machineOf(bench.database);
  console.log(machineInWords(machine));
  if (bench.database !== undefined) await demandDurable(bench.database);
  progress.begin('bare hops');
  const bare = await bareHops(bench, CONNECTIONS);
  const scenarios: Record<string, Row[]> = {};
  if (bare !== undefined)
    scenarios.bare = [
      { what: `bare hops: HTTP, NATS, one insert; ${CONNECTIONS} connections`, ...bare, toBare: 1 },
    ];
  for (const name of names) {
    const scenario = SCENARIOS[name];
    if (scenario === undefined) continue;
    progress.begin(name);
    scenarios[name] = lacks(bench, scenario) ?? (await scenario.run(bench));
  }
  progress.clear();
  if (bench.database !== undefined) await demandHistory(bench.database);
  await demandLogs(bench);
  return { at: new Date().toISOString(), machine, ...(bare === undefined ? {} : { bare }), scenarios };
}

/** What is said in place of figures where something is not to be had. */
function lacks(bench: Bench, { needs }: Scenario): Row[] | undefined {
  if (needs === 'database' && bench.database === undefined)
    return [{ what: 'left out: it looks into the database', note: 'name it with --database' }];
  if (needs === 'own stack' && bench.logs === undefined)
    return [{ what: 'left out: it needs a stack of its own', note: 'run it without --url' }];
  return undefined;
}

import { Inspection } from './as-shipped/as-shipped';
import { bareHops } from './bare/bare-hops';
import type { Bench } from './place/bench';
import { machineInWords, machineOf } from './place/machine';
import { untilIdle } from './place/until-idle';
import type { Progress } from './progress';
import { withRatios } from './report/ratios';
import type { Results } from './report/report';
import type { Row } from './report/row';
import { type Scenario, SCENARIOS } from './scenarios';

/** Measures the bare hops, then the scenarios named, and sees to it that all is as it ships. */
export async function run(bench: Bench, names: readonly string[], progress: Progress): Promise<Results> {
  const machine = await machineOf(bench);
  console.log(machineInWords(machine));
  const inspection = new Inspection(bench);
  await inspection.servers();
  progress.begin('bare hops');
  await untilIdle(bench.processes());
  const hops = await bareHops(bench);
  const bare = withRatios(hops, hops);
  const scenarios: Record<string, Row[]> = {};
  for (const name of names) {
    const scenario = SCENARIOS[name];
    if (scenario === undefined || !('measure' in scenario)) continue;
    progress.begin(name);
    const possible = !scenario.needsOwnStack || bench.logs !== undefined;
    const rows = possible ? await inspected(bench, scenario, inspection) : leftOut(name);
    scenarios[name] = withRatios(rows, bare);
  }
  progress.clear();
  return { at: new Date().toISOString(), machine, asShipped: inspection.found, bare, scenarios };
}

async function inspected(bench: Bench, scenario: Scenario, inspection: Inspection): Promise<Row[]> {
  if (scenario.seeds) return scenario.measure(bench);
  await untilIdle(bench.processes());
  await inspection.begin();
  const rows = await scenario.measure(bench);
  await inspection.end();
  return rows;
}

/** What is said in place of figures where something is not to be had. */
export function leftOut(name: string): Row[] {
  return [{ what: `${name}: left out, it needs a stack of its own`, note: 'run it without --url' }];
}

import { bareHops } from './bare/bare-hops';
import { type Bench, onBenchStack } from './bench-stack';
import { claimsOverHttp } from './claims/claims-over-http';
import { claimsOverSiteKit } from './claims/claims-over-site-kit';
import { create } from './create/create';
import { reportOf, type Row } from './report';

const SCENARIOS: Record<string, (bench: Bench) => Promise<Row[]>> = {
  create,
  'claims-http': claimsOverHttp,
  'claims-site-kit': claimsOverSiteKit,
};

export const SCENARIO_NAMES = Object.keys(SCENARIOS);

/** Measures the bare hops, then the scenarios named, and prints a table. */
export function run(names: readonly string[]): Promise<void> {
  return onBenchStack(async (bench) => {
    console.log('bare hops ...');
    const bare = await bareHops(bench, 32);
    const rows: Row[] = [
      {
        what: 'bare hops: HTTP, NATS, one insert; 32 connections',
        perSecond: bare.perSecond,
        each: bare.each,
        toBare: 1,
      },
    ];
    for (const name of names) {
      console.log(`${name} ...`);
      rows.push(...((await SCENARIOS[name]?.(bench)) ?? []));
    }
    console.log(reportOf(rows, bare));
  });
}

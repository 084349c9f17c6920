import { type Bench, databaseOf } from '../place/bench';
import { timed } from '../report/figures';
import type { Row } from '../report/row';

/** One list, over HTTP, and beside it the query that has to be made in any case. */
export interface ListScenario {
  name: string;
  runs: number;
  path: string;
  query: Record<string, string> | [string, string][];
  bare: string;
  parameters: unknown[];
}

export async function timesOf(bench: Bench, scenario: ListScenario): Promise<Row> {
  const url = `${bench.gatewayUrl}${scenario.path}?${new URLSearchParams(scenario.query)}`;
  let bytes = 0;
  const runs = bench.count(scenario.runs);
  const each = await timed(runs, async () => {
    bytes = await read(url);
  });
  const bare = await timed(runs, () => databaseOf(bench).query(scenario.bare, scenario.parameters));
  const note = `the bare query ${bare.p50.toFixed(2)} ms, ${bytes} bytes`;
  return { what: `GET ${scenario.path}: ${scenario.name}`, count: runs, each, note };
}

/** Reads a reply as it comes and gives its bytes, so that the client costs little. */
export async function read(url: string): Promise<number> {
  const response = await fetch(url);
  if (response.status !== 200 || response.body === null)
    throw new Error(`${response.status}: ${await response.text()}`);
  let bytes = 0;
  for await (const chunk of response.body) bytes += (chunk as Uint8Array).byteLength;
  return bytes;
}

import { type Bench, databaseOf } from '../place/bench';
import { growthMb } from '../place/memory';
import { timed } from '../report/figures';
import type { Row } from '../report/row';
import { seedJobs, workflowName, WORKFLOWS } from './seed-jobs';

/** One list, over HTTP, and beside it the query that has to be made in any case. */
interface Scenario {
  name: string;
  runs: number;
  query: Record<string, string>;
  bare: string;
  parameters: unknown[];
}

const COLUMNS = 'id, workflow, config, name, description, state, attempt, created_at';
const all = Array.from({ length: WORKFLOWS }, (_, n) => workflowName(n));

const JOBS = 100_000;

/** As the unchanged watcher sends it (contract 8.3). */
const WATCHERS = {
  $and: [
    { 'workflow.id': { $in: all } },
    { $or: [{ claims: { $size: 0 } }, { claims: { $not: { $elemMatch: { cancelled: { $ne: true } } } } }] },
  ],
};

const scenarios = (id: string): Scenario[] => [
  {
    name: 'by id',
    runs: 200,
    query: { filter: JSON.stringify({ id }) },
    bare: `select ${COLUMNS} from jobs where id = $1`,
    parameters: [id],
  },
  {
    name: 'by workflow, 20',
    runs: 200,
    query: { filter: JSON.stringify({ 'workflow.id': all[3] }) },
    bare: `select ${COLUMNS} from jobs where workflow_id = $1 order by id limit 21`,
    parameters: [all[3]],
  },
  {
    name: "the watcher's filter, 100",
    runs: 100,
    query: { filter: JSON.stringify(WATCHERS), max_page_size: '100' },
    bare: `select ${COLUMNS} from jobs where state = 'queued' and workflow_id = any ($1) order by id limit 101`,
    parameters: [all],
  },
  {
    name: 'by config.git_repo, 100',
    runs: 20,
    query: {
      filter: JSON.stringify({ 'config.git_repo': 'https://git.example.org/workflow-5' }),
      max_page_size: '100',
    },
    bare: `select ${COLUMNS} from jobs where config ->> 'git_repo' = $1 order by id limit 101`,
    parameters: ['https://git.example.org/workflow-5'],
  },
  {
    name: 'a page of 1,000',
    runs: 50,
    query: { max_page_size: '1000' },
    bare: `select ${COLUMNS} from jobs order by id limit 1001`,
    parameters: [],
  },
  {
    name: '10,000 in one reply',
    runs: 10,
    query: { max_page_size: '10000' },
    bare: `select ${COLUMNS} from jobs order by id limit 10001`,
    parameters: [],
  },
];

/** GET /jobs on 100,000 jobs, one in a hundred open; and beside each list the query that has to be made in any case. */
export async function lists(bench: Bench): Promise<Row[]> {
  const database = databaseOf(bench);
  const jobs = bench.count(JOBS);
  await seedJobs(database, jobs);
  const { rows } = await database.query<{ id: string }>('select id from jobs order by id offset $1 limit 1', [
    Math.floor(jobs / 20),
  ]);
  const figures: Row[] = [];
  for (const scenario of scenarios(rows[0]?.id ?? '')) {
    bench.say(scenario.name);
    figures.push(await timesOf(bench, scenario));
  }
  await database.query('reset search_path');
  return [...figures, await memory(bench)];
}

async function timesOf(bench: Bench, scenario: Scenario): Promise<Row> {
  const url = `${bench.gatewayUrl}/jobs?${new URLSearchParams(scenario.query)}`;
  let bytes = 0;
  const runs = bench.count(scenario.runs);
  const each = await timed(runs, async () => {
    bytes = await read(url);
  });
  const bare = await timed(runs, () => databaseOf(bench).query(scenario.bare, scenario.parameters));
  const note = `the bare query ${bare.p50.toFixed(2)} ms, ${bytes} bytes`;
  return { what: `GET /jobs: ${scenario.name}`, count: runs, each, note };
}

/** Reads a reply as it comes and gives its bytes, so that the client costs little. */
async function read(url: string): Promise<number> {
  const response = await fetch(url);
  if (response.status !== 200 || response.body === null)
    throw new Error(`${response.status}: ${await response.text()}`);
  let bytes = 0;
  for await (const chunk of response.body) bytes += (chunk as Uint8Array).byteLength;
  return bytes;
}

async function memory(bench: Bench): Promise<Row> {
  const gateway = bench.processes().find(({ name }) => name === 'api-gateway');
  const all = `${bench.gatewayUrl}/jobs?max_page_size=10000`;
  const growth = gateway && (await growthMb(gateway.pid, () => read(all)));
  return {
    what: 'the gateway grows while it writes 10,000 jobs in one reply, MB',
    note: growth?.toFixed(1) ?? '?',
  };
}

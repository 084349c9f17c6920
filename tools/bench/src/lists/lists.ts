import type { Client } from 'pg';
import { type Bench, onBenchStack } from '../bench-stack';
import { type Figures, table, timed } from '../figures';
import { growthMb } from '../memory';
import { JOBS, seedJobs, workflowName, WORKFLOWS } from './seed-jobs';

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

/** `npm run bench -- lists`: GET /jobs on 100,000 jobs, one in a hundred open. */
export function lists(): Promise<void> {
  return onBenchStack(async (bench) => {
    console.log(`${JOBS} jobs are made ...`);
    await seedJobs(bench.database);
    const { rows } = await bench.database.query<{ id: string }>(
      'select id from jobs order by id offset 5000 limit 1',
    );
    const lines = [['GET /jobs', 'p50 ms', 'p99 ms', 'bare p50 ms', 'ratio', 'bytes']];
    for (const scenario of scenarios(rows[0]?.id ?? '')) lines.push(await measured(bench, scenario));
    console.log(table(lines));
    console.log(await memory(bench));
    console.log(await settings(bench.database));
  });
}

async function measured({ stack, database }: Bench, scenario: Scenario): Promise<string[]> {
  const url = `${stack.gatewayUrl}/jobs?${new URLSearchParams(scenario.query)}`;
  let bytes = 0;
  const overHttp = await timed(scenario.runs, async () => {
    bytes = await read(url);
  });
  const bare = await timed(scenario.runs, () => database.query(scenario.bare, scenario.parameters));
  return [
    scenario.name,
    ...shown(overHttp),
    bare.p50.toFixed(2),
    (overHttp.p50 / bare.p50).toFixed(1),
    String(bytes),
  ];
}

const shown = ({ p50, p99 }: Figures): string[] => [p50.toFixed(1), p99.toFixed(1)];

/** Reads a reply as it comes and gives its bytes, so that the client costs little. */
async function read(url: string): Promise<number> {
  const response = await fetch(url);
  if (response.status !== 200 || response.body === null)
    throw new Error(`${response.status}: ${await response.text()}`);
  let bytes = 0;
  for await (const chunk of response.body) bytes += (chunk as Uint8Array).byteLength;
  return bytes;
}

async function memory({ stack }: Bench): Promise<string> {
  const { pid } = stack.process('api-gateway');
  if (pid === undefined) return 'the gateway has gone';
  const growth = await growthMb(pid, () => read(`${stack.gatewayUrl}/jobs?max_page_size=10000`));
  return `the gateway grows by ${growth?.toFixed(1) ?? '?'} MB while it writes 10,000 jobs in one reply`;
}

/** The database must be as it ships: figures of another one would say nothing. */
async function settings(database: Client): Promise<string> {
  const { rows } = await database.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'shared_buffers') order by name`,
  );
  return `PostgreSQL: ${rows.map(({ name, setting }) => `${name} ${setting}`).join(', ')}`;
}

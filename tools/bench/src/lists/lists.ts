import { type Bench, databaseOf } from '../place/bench';
import { growthMb } from '../place/memory';
import type { Row } from '../report/row';
import { documentLists } from './documents';
import { type ListScenario, read, timesOf } from './list-times';
import { seedJobs, workflowName, WORKFLOWS } from './seed-jobs';
import { walkList } from './walk-list';

const COLUMNS = 'id, workflow, config, name, description, state, attempt, created_at';
const all = Array.from({ length: WORKFLOWS }, (_, n) => workflowName(n));

const JOBS = 100_000;
const PAGE = 1_000;

/** As the unchanged watcher sends it (contract 8.3). */
const WATCHERS = {
  $and: [
    { 'workflow.id': { $in: all } },
    { $or: [{ claims: { $size: 0 } }, { claims: { $not: { $elemMatch: { cancelled: { $ne: true } } } } }] },
  ],
};

const scenarios = (id: string): ListScenario[] => [
  {
    name: 'by id',
    runs: 200,
    path: '/jobs',
    query: { filter: JSON.stringify({ id }) },
    bare: `select ${COLUMNS} from jobs where id = $1`,
    parameters: [id],
  },
  {
    name: 'by workflow, 20',
    runs: 200,
    path: '/jobs',
    query: { filter: JSON.stringify({ 'workflow.id': all[3] }) },
    bare: `select ${COLUMNS} from jobs where workflow_id = $1 order by id limit 21`,
    parameters: [all[3]],
  },
  {
    name: "the watcher's filter, 100",
    runs: 100,
    path: '/jobs',
    query: { filter: JSON.stringify(WATCHERS), max_page_size: '100' },
    bare: `select ${COLUMNS} from jobs where state = 'queued' and workflow_id = any ($1) order by id limit 101`,
    parameters: [all],
  },
  {
    name: 'by config.git_repo, 100',
    runs: 20,
    path: '/jobs',
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
    path: '/jobs',
    query: { max_page_size: '1000' },
    bare: `select ${COLUMNS} from jobs order by id limit 1001`,
    parameters: [],
  },
  {
    name: '10,000 in one reply',
    runs: 10,
    path: '/jobs',
    query: { max_page_size: '10000' },
    bare: `select ${COLUMNS} from jobs order by id limit 10001`,
    parameters: [],
  },
];

/**
 * GET /jobs on 100,000 jobs, one in a hundred open, and lists of a million documents; and beside each the query that has
 * to be made in any case.
 */
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
  bench.say(`all of it, ${PAGE} a page`);
  figures.push(await walkList(bench, '/jobs', PAGE, Math.ceil(jobs / PAGE)));
  await database.query('reset search_path');
  return [...figures, await memory(bench), ...(await documentLists(bench))];
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

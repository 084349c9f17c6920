import { claimJobs } from '@callboard/contracts';
import { postJobs } from '../create/post-jobs';
import { closedLoop } from '../load/closed-loop';
import type { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import type { Row } from '../report/report';
import { askingServices } from '../site/ask-services';
import { siteClient } from '../site/site-client';
import { type Racer, registerRacers } from './sites';

const WORKERS = 32;
const SITES = 8;
const PICKED_AT_ONCE = 10;

/** 32 workers of 8 sites after the same jobs: by id over HTTP, and by picking over NATS. */
export async function race(bench: Bench): Promise<Row[]> {
  const racers = await registerRacers(bench, SITES);
  return [await byId(bench, racers), await byPicking(bench, racers)];
}

/** All claim one job at the same moment, then the next. Workers of one site may share a claim, sites may not. */
async function byId(bench: Bench, racers: readonly Racer[]): Promise<Row> {
  const rounds = bench.count(300);
  const ids = await postJobs(bench, `bench-race-${Date.now()}`, rounds);
  const clients = await Promise.all(racers.map((racer) => siteClient(bench, WORKERS / SITES, racer)));
  const wins = new Map<string, Set<string>>();
  const { each } = await closedLoop(
    1,
    rounds,
    async (n) => {
      const id = ids[n] ?? '';
      const workers = Array.from({ length: WORKERS }, (_, at) => clients[at % SITES]);
      const won = await Promise.all(workers.map((client) => claim(client, id)));
      wins.set(id, new Set(won.filter((operation) => operation !== undefined)));
    },
    bench.say,
  );
  for (const client of clients) client.close();
  const winners = [...wins.values()].map((operations) => operations.size);
  return {
    what: `${WORKERS} workers of ${SITES} sites claim the same job over HTTP`,
    count: rounds,
    each,
    aim: 'none twice, none lost',
    note: `${winners.filter((n) => n > 1).length} twice, ${winners.filter((n) => n === 0).length} lost; p50 and p99: until all are answered`,
  };
}

/** The operation that a claim gives; none where another site has the job. */
async function claim(client: HttpClient | undefined, id: string): Promise<string | undefined> {
  const reply = await client?.send('POST', `/jobs/${id}:claim`);
  if (reply?.status === 409) return undefined;
  if (reply?.status !== 200)
    throw new Error(`a claim answers ${reply?.status}: ${reply?.body.slice(0, 200)}`);
  return (JSON.parse(reply.body) as { id: string }).id;
}

/** All pick from one workflow until nothing is left. */
async function byPicking(bench: Bench, racers: readonly Racer[]): Promise<Row> {
  const count = bench.count(10_000);
  const workflow_id = `bench-pick-${Date.now()}`;
  const posted = new Set(await postJobs(bench, workflow_id, count));
  const taken: string[] = [];
  const start = performance.now();
  await askingServices(bench, async (requests) => {
    const worker = async (n: number): Promise<void> => {
      const { siteId = '', clientId = '' } = racers[n % SITES] ?? {};
      for (;;) {
        const { items, remaining } = await requests.request(
          claimJobs,
          { pick: { workflow_id, max: PICKED_AT_ONCE }, claimant: `worker ${n}` },
          { caller: { kind: 'site', siteId, clientId }, timeoutMs: 20_000 },
        );
        for (const item of items) if (item.ok) taken.push(item.item.job.id);
        bench.say(`${taken.length} of ${count} picked`);
        if (items.length === 0 && !remaining) return;
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, (_, n) => worker(n)));
  });
  const perSecond = taken.length / ((performance.now() - start) / 1000);
  const distinct = new Set(taken.filter((id) => posted.has(id))).size;
  return {
    what: `${WORKERS} workers of ${SITES} sites pick from one workflow, ${PICKED_AT_ONCE} at once`,
    count,
    perSecond,
    toBare: 1,
    aim: 'none twice, none lost',
    note: `${taken.length - distinct} twice, ${count - distinct} lost`,
  };
}

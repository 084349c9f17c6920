import { postJobs } from '../create/post-jobs';
import { closedLoop } from '../load/closed-loop';
import type { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/row';
import { askingServices } from '../site/ask-services';
import { settleAll } from '../site/settle-all';
import { siteClient } from '../site/site-client';
import { callerOf, type Racer, WORKERS } from './sites';

/** Operations of one job, with the site that was given each. */
type Won = Map<string, Racer>;

/** All workers claim one job at the same moment, then the next. Workers of a site may share a claim, sites may not. */
export async function byId(bench: Bench, racers: readonly Racer[]): Promise<Row> {
  const rounds = bench.count(300);
  const warmUp = bench.count(30);
  const ids = await postJobs(bench, `bench-race-${Date.now()}`, warmUp + rounds);
  const perSite = WORKERS / racers.length;
  const lanes = await Promise.all(
    racers.map(async (racer) => ({ racer, client: await siteClient(bench, perSite, racer) })),
  );
  const wins: Won[] = [];
  const round = async (n: number): Promise<void> => {
    const won: Won = new Map();
    const workers = Array.from({ length: perSite }, () => lanes).flat();
    await Promise.all(
      workers.map(async ({ client, racer }) => {
        const operation = await claim(client, ids[n] ?? '');
        if (operation !== undefined) won.set(operation, racer);
      }),
    );
    wins.push(won);
  };
  await closedLoop(1, warmUp, round);
  const { result, cpuMs } = await measured(bench, rounds, () =>
    closedLoop(1, rounds, (n) => round(n + warmUp), bench.say),
  );
  for (const { client } of lanes) client.close();
  await settle(bench, racers, wins);
  return {
    what: `${WORKERS} workers of ${racers.length} sites claim the same job over HTTP`,
    count: rounds,
    each: result.each,
    beside: { compare: 'time', connections: 32, hops: 1 },
    twice: wins.reduce((sum, won) => sum + Math.max(0, won.size - 1), 0),
    lost: wins.filter((won) => won.size === 0).length,
    note: 'p50 and p99: until all are answered',
    cpuMs,
  };
}

/** The operation that a claim gives; none where another site has the job. */
async function claim(client: HttpClient, id: string): Promise<string | undefined> {
  const reply = await client.send('POST', `/jobs/${id}:claim`);
  if (reply.status === 409) return undefined;
  if (reply.status !== 200) throw new Error(`a claim answers ${reply.status}: ${reply.body.slice(0, 200)}`);
  return (JSON.parse(reply.body) as { id: string }).id;
}

function settle(bench: Bench, racers: readonly Racer[], wins: readonly Won[]): Promise<void> {
  return askingServices(bench, async (requests) => {
    for (const racer of racers) {
      const own = wins.flatMap((won) => [...won].filter(([, by]) => by === racer).map(([id]) => id));
      await settleAll(requests, callerOf(racer), own);
    }
  });
}

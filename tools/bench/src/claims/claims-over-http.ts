import { postJobs } from '../create/post-jobs';
import { closedLoop } from '../load/closed-loop';
import type { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/row';
import { siteClient } from '../site/site-client';

const WORKERS = [1, 8, 32] as const;
const WORKFLOW = 'bench-claims-http';
/** One connection takes too long for all of them. */
const SHARE = { 1: 5, 8: 1, 32: 1 } as const;

/** Claim and settle of waiting jobs, two requests each, with 1, 8 and 32 connections. */
export async function claimsOverHttp(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const workers of WORKERS) {
    const count = bench.count(5_000 / SHARE[workers]);
    const warmUp = bench.count(200);
    const ids = await postJobs(bench, WORKFLOW, warmUp + count);
    const client = await siteClient(bench, workers);
    const one = (n: number): Promise<void> => claimAndSettle(client, ids[n] ?? '');
    await closedLoop(workers, warmUp, one);
    const { result, cpuMs } = await measured(bench, count, () =>
      closedLoop(workers, count, (n) => one(n + warmUp), bench.say),
    );
    client.close();
    const aim = workers === 32 ? { aim: 'rate/bare > 0.60' } : {};
    rows.push({
      what: `claim + settle over HTTP, ${workers} at once`,
      ...result,
      beside: { compare: 'rate', connections: workers, hops: 2 },
      ...aim,
      cpuMs,
    });
  }
  return rows;
}

async function claimAndSettle(client: HttpClient, jobId: string): Promise<void> {
  const operation = await client.json<{ id: string }>(200, 'POST', `/jobs/${jobId}:claim`);
  await client.json(200, 'PATCH', `/operations/${operation.id}`, { done: true, result: { pages: 1 } });
}

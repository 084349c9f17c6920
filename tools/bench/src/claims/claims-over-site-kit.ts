import { postJobs } from '../create/post-jobs';
import type { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import { figuresOf } from '../report/figures';
import type { Row } from '../report/row';
import { adminClient } from '../site/site-client';
import { SiteProcess } from '../site/site-process';

/**
 * Jobs that one process works on at once, how many there are for it, and the bare hops beside which it stands. The last
 * is meant for batches.
 */
const RUNS = [
  { slots: 1, jobs: 1_000, connections: 1 },
  { slots: 8, jobs: 5_000, connections: 8 },
  { slots: 32, jobs: 5_000, connections: 32 },
  { slots: 600, jobs: 20_000, connections: 32 },
] as const;
type Run = (typeof RUNS)[number];

/** Claim and settle of waiting jobs by one process of a site, over NATS. */
export async function claimsOverSiteKit(bench: Bench): Promise<Row[]> {
  const admin = await adminClient(bench);
  const rows: Row[] = [];
  for (const each of RUNS) rows.push(await run(bench, admin, each));
  admin.close();
  return rows;
}

/** The process is warm, and all jobs wait, when it is let at them: until then their workflow is paused. */
async function run(bench: Bench, admin: HttpClient, { slots, jobs, connections }: Run): Promise<Row> {
  const id = `bench-claims-site-kit-${slots}-${Date.now()}`;
  await admin.json(201, 'POST', '/workflows', { id, name: id });
  const pause = (paused: boolean): Promise<unknown> =>
    admin.json(200, 'PATCH', `/workflows/${id}`, { paused });
  const [count, warmUp] = [bench.count(jobs), bench.count(jobs / 5)];
  const site = SiteProcess.start(bench, id, slots);
  try {
    await site.untilReady();
    await postJobs(bench, id, warmUp);
    await site.untilSettled(warmUp);
    await pause(true);
    await postJobs(bench, id, count);
    const settleAll = async (): Promise<void> => {
      await pause(false);
      await site.untilSettled(warmUp + count, bench.say);
    };
    const { cpuMs } = await measured(bench, count, settleAll, site.named);
    return {
      ...rowOf(slots, site.settled.slice(warmUp)),
      beside: { compare: 'rate', connections, hops: 2 },
      cpuMs,
    };
  } finally {
    site.stop();
  }
}

/** From the first start to the last end: how soon a site hears that there is work is not what is asked here. */
function rowOf(slots: number, settled: readonly { startedAt: number; settledAt: number }[]): Row {
  const start = settled.reduce((first, { startedAt }) => Math.min(first, startedAt), Infinity);
  const end = settled.reduce((last, { settledAt }) => Math.max(last, settledAt), 0);
  return {
    what: `claim + settle over site-kit, ${slots} at once`,
    count: settled.length,
    perSecond: settled.length / ((end - start) / 1000),
    each: figuresOf(settled.map(({ startedAt, settledAt }) => settledAt - startedAt)),
    ...(slots > 100 ? { aim: '> 8,000 a second' } : {}),
    note: 'p50 and p99: start to settled',
  };
}

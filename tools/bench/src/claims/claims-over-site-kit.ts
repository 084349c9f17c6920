import { postJobs } from '../create/post-jobs';
import { figuresOf } from '../report/figures';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/row';
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

/** Claim and settle of waiting jobs by one process of a site, over NATS. */
export async function claimsOverSiteKit(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const each of RUNS) rows.push(await run(bench, each, bench.count(each.jobs)));
  return rows;
}

type Run = (typeof RUNS)[number];

async function run(bench: Bench, { slots, connections }: Run, count: number): Promise<Row> {
  const workflowId = `bench-claims-site-kit-${slots}-${Date.now()}`;
  const warmUp = bench.count(200);
  const site = SiteProcess.start(bench, workflowId, slots);
  try {
    await site.untilReady();
    await postJobs(bench, workflowId, warmUp);
    await site.untilSettled(warmUp);
    site.stop();
    await postJobs(bench, workflowId, count);
    const row = await measure(bench, workflowId, slots, count);
    return { ...row, beside: { compare: 'rate', connections, hops: 2 } };
  } finally {
    site.stop();
  }
}

/** The jobs wait already when the site comes. */
async function measure(bench: Bench, workflowId: string, slots: number, count: number): Promise<Row> {
  const site = SiteProcess.start(bench, workflowId, slots);
  try {
    const { cpuMs } = await measured(bench, count, () => site.untilSettled(count, bench.say), site.named);
    const start = Math.min(...site.settled.map(({ startedAt }) => startedAt));
    const end = Math.max(...site.settled.map(({ settledAt }) => settledAt));
    return {
      what: `claim + settle over site-kit, ${slots} at once`,
      count,
      perSecond: count / ((end - start) / 1000),
      each: figuresOf(site.settled.map(({ startedAt, settledAt }) => settledAt - startedAt)),
      ...(slots > 100 ? { aim: '> 8,000 a second' } : {}),
      note: 'p50 and p99: start to settled',
      cpuMs,
    };
  } finally {
    site.stop();
  }
}

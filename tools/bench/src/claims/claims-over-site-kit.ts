import { postJobs } from '../create/post-jobs';
import { figuresOf } from '../report/figures';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/report';
import { SiteProcess } from '../site/site-process';

/** Jobs that one process works on at once, and how many there are for it. The last is meant for batches. */
const RUNS = [
  { slots: 1, jobs: 1_000 },
  { slots: 8, jobs: 5_000 },
  { slots: 32, jobs: 5_000 },
  { slots: 600, jobs: 20_000 },
] as const;

/** Claim and settle of waiting jobs by one process of a site, over NATS. */
export async function claimsOverSiteKit(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { slots, jobs } of RUNS) rows.push(await run(bench, slots, bench.count(jobs)));
  return rows;
}

async function run(bench: Bench, slots: number, count: number): Promise<Row> {
  const workflowId = `bench-claims-site-kit-${slots}-${Date.now()}`;
  const warmUp = bench.count(200);
  const site = SiteProcess.start(bench, workflowId, slots);
  try {
    await site.untilReady();
    await postJobs(bench, workflowId, warmUp);
    await site.untilSettled(warmUp);
    site.stop();
    await postJobs(bench, workflowId, count);
    return await measure(bench, workflowId, slots, count);
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
      toBare: 2,
      ...(slots > 100 ? { aim: '8,000/s' } : {}),
      note: 'p50 and p99: start to settled',
      cpuMs,
    };
  } finally {
    site.stop();
  }
}

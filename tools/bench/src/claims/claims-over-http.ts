import type { Bench } from '../bench-stack';
import { postJobs } from '../create/post-jobs';
import { closedLoop } from '../load/closed-loop';
import type { Row } from '../report';
import { siteClient } from '../site-client';

const JOBS = 5_000;
const WORKERS = [1, 8, 32] as const;
/** One connection takes too long for all of them. */
const jobsFor = (workers: number): number => (workers === 1 ? JOBS / 5 : JOBS);

/** Claim and settle of waiting jobs, two requests each, with 1, 8 and 32 connections. */
export async function claimsOverHttp(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const workers of WORKERS) {
    const count = jobsFor(workers);
    const ids = await postJobs(bench, 'bench-claims-http', count);
    const client = await siteClient(bench, workers);
    const { perSecond, each } = await closedLoop(workers, count, async (n) => {
      const operation = await client.json<{ id: string }>(200, 'POST', `/jobs/${ids[n]}:claim`);
      await client.json(200, 'PATCH', `/operations/${operation.id}`, { done: true, result: { n } });
    });
    client.close();
    rows.push({ what: `claim + settle over HTTP, ${workers} connections`, perSecond, each, toBare: 2 });
  }
  return rows;
}

import { claimJobs } from '@callboard/contracts';
import { postJobs } from '../create/post-jobs';
import { closedLoop, type Throughput } from '../load/closed-loop';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/report';
import { asSite, askingServices } from '../site/ask-services';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const CLAIMANTS = 8;
const PICKED_AT_ONCE = 10;

/** How fast jobs are claimed while more and more of them wait. They are posted as a service posts them. */
export async function backlog(bench: Bench): Promise<Row[]> {
  const workflowId = `bench-backlog-${Date.now()}`;
  const requests = bench.count(500);
  const rows: Row[] = [];
  let waiting = 0;
  for (const size of SIZES.map((usual) => bench.count(usual))) {
    await postJobs(bench, workflowId, size - waiting);
    await claims(bench, workflowId, Math.ceil(requests / 5));
    const { result, cpuMs } = await measured(bench, requests * PICKED_AT_ONCE, () =>
      claims(bench, workflowId, requests),
    );
    waiting = size - (requests + Math.ceil(requests / 5)) * PICKED_AT_ONCE;
    rows.push({ what: `claims while ${size.toLocaleString('en')} jobs wait`, ...result, cpuMs });
  }
  const rates = rows.map(({ perSecond = 0 }) => perSecond);
  const slowest = Math.min(...rates) / Math.max(...rates);
  return [...rows, { what: 'slowest to fastest of these', note: slowest.toFixed(2), aim: '0.80' }];
}

/** Claims by picking; nothing is settled, so that nothing else is measured. */
function claims(bench: Bench, workflow_id: string, requests: number): Promise<Throughput> {
  return askingServices(bench, async (services) => {
    const how = { caller: asSite(bench), timeoutMs: 20_000 };
    const pick = { workflow_id, max: PICKED_AT_ONCE };
    const { perSecond, each } = await closedLoop(CLAIMANTS, requests, async () => {
      const { items } = await services.request(claimJobs, { pick }, how);
      if (items.length !== PICKED_AT_ONCE) throw new Error(`a claim won ${items.length} jobs of many`);
    });
    return { count: requests * PICKED_AT_ONCE, perSecond: perSecond * PICKED_AT_ONCE, each };
  });
}

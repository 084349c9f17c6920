import { claimJobs } from '@callboard/contracts';
import type { RequestClient } from '@callboard/messaging';
import { postJobs } from '../create/post-jobs';
import { closedLoop, type Throughput } from '../load/closed-loop';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import { untilQuiet } from '../place/until-quiet';
import type { Row } from '../report/row';
import { asSite, askingServices } from '../site/ask-services';
import { settleAll } from '../site/settle-all';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const CLAIMANTS = 8;
const PICKED_AT_ONCE = 10;

/** How fast jobs are claimed while more and more of them wait. They are posted as a service posts them. */
export function backlog(bench: Bench): Promise<Row[]> {
  return askingServices(bench, async (services) => {
    const workflowId = `bench-backlog-${Date.now()}`;
    const rows: Row[] = [];
    let waiting = 0;
    for (const size of SIZES.map((usual) => bench.count(usual))) {
      const requests = Math.min(bench.count(500), Math.floor(size / 2 / PICKED_AT_ONCE));
      const warmUp = Math.ceil(requests / 5);
      // What is claimed in passing comes on top, so that `size` jobs wait when the figure is taken.
      await postJobs(bench, workflowId, Math.max(0, size - waiting) + warmUp * PICKED_AT_ONCE);
      await untilQuiet(bench);
      await claims(bench, services, workflowId, warmUp);
      const { result, cpuMs } = await claims(bench, services, workflowId, requests);
      waiting = size - requests * PICKED_AT_ONCE;
      rows.push(rowOf(size, result, cpuMs));
    }
    return [...rows, flatness(rows)];
  });
}

function rowOf(size: number, { count, perSecond, each }: Throughput, cpuMs: Record<string, number>): Row {
  return {
    what: `claims while ${size.toLocaleString('en')} jobs wait, ${PICKED_AT_ONCE} at once, ${CLAIMANTS} claimants`,
    count: count * PICKED_AT_ONCE,
    perSecond: perSecond * PICKED_AT_ONCE,
    each,
    beside: { compare: 'rate', connections: CLAIMANTS, hops: 1 },
    note: `p50 and p99: of a request for ${PICKED_AT_ONCE}`,
    cpuMs,
  };
}

function flatness(rows: readonly Row[]): Row {
  const rates = rows.map(({ perSecond = 0 }) => perSecond);
  return {
    what: 'slowest to fastest of these',
    count: rates.length,
    aim: '> 0.80',
    note: (Math.min(...rates) / Math.max(...rates)).toFixed(2),
  };
}

/** Claims by picking. They are settled after the figure is taken, so that nothing else is measured. */
async function claims(
  bench: Bench,
  services: RequestClient,
  workflowId: string,
  requests: number,
): Promise<{ result: Throughput; cpuMs: Record<string, number> }> {
  const caller = asSite(bench);
  const pick = { workflow_id: workflowId, max: PICKED_AT_ONCE };
  const claimed: string[] = [];
  const claim = async (): Promise<void> => {
    const { items } = await services.request(claimJobs, { pick }, { caller, timeoutMs: 20_000 });
    if (items.length !== PICKED_AT_ONCE)
      throw new Error(`a claim won ${items.length} of ${PICKED_AT_ONCE} jobs, though more wait`);
    for (const item of items) if (item.ok) claimed.push(item.item.operation.id);
  };
  const figures = await measured(bench, requests * PICKED_AT_ONCE, () =>
    closedLoop(CLAIMANTS, requests, claim),
  );
  await settleAll(services, caller, claimed);
  return figures;
}

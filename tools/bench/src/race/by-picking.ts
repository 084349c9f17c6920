import { claimJobs } from '@callboard/contracts';
import type { RequestClient } from '@callboard/messaging';
import { postJobs } from '../create/post-jobs';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/row';
import { askingServices } from '../site/ask-services';
import { settleAll } from '../site/settle-all';
import { callerOf, type Racer, WORKERS } from './sites';

const PICKED_AT_ONCE = 10;

/** A job as a worker was given it. */
interface Taken {
  jobId: string;
  operationId: string;
  by: Racer;
}

/** All workers pick from one workflow until nothing is left. */
export function byPicking(bench: Bench, racers: readonly Racer[]): Promise<Row> {
  return askingServices(bench, async (requests) => {
    const warmUp = await race(bench, requests, racers, bench.count(1_000));
    const count = bench.count(10_000);
    const raced = await race(bench, requests, racers, count);
    return {
      what: `${WORKERS} workers of ${racers.length} sites pick from one workflow, ${PICKED_AT_ONCE} at once`,
      count,
      perSecond: raced.perSecond,
      beside: { compare: 'rate', connections: 32, hops: 1 },
      twice: warmUp.twice + raced.twice,
      lost: warmUp.lost + raced.lost,
      cpuMs: raced.cpuMs,
    };
  });
}

type Raced = Required<Pick<Row, 'perSecond' | 'twice' | 'lost' | 'cpuMs'>>;

async function race(
  bench: Bench,
  requests: RequestClient,
  racers: readonly Racer[],
  count: number,
): Promise<Raced> {
  const workflowId = `bench-pick-${Date.now()}`;
  const posted = await postJobs(bench, workflowId, count);
  const taken: Taken[] = [];
  const start = performance.now();
  const workers = Array.from({ length: WORKERS / racers.length }, () => racers).flat();
  const { cpuMs } = await measured(bench, count, () =>
    Promise.all(
      workers.map((racer, n) =>
        pickAll(bench, requests, { racer, worker: `worker ${n}`, workflowId }, taken),
      ),
    ),
  );
  const perSecond = taken.length / ((performance.now() - start) / 1000);
  for (const racer of racers) {
    const own = taken.filter(({ by }) => by === racer).map(({ operationId }) => operationId);
    await settleAll(requests, callerOf(racer), own);
  }
  const had = new Set(taken.map(({ jobId }) => jobId));
  const lost = posted.filter((id) => !had.has(id)).length;
  return { perSecond, twice: taken.length - had.size, lost, cpuMs };
}

async function pickAll(
  bench: Bench,
  requests: RequestClient,
  { racer, worker, workflowId }: { racer: Racer; worker: string; workflowId: string },
  taken: Taken[],
): Promise<void> {
  const pick = { workflow_id: workflowId, max: PICKED_AT_ONCE };
  for (;;) {
    const { items, remaining } = await requests.request(
      claimJobs,
      { pick, claimant: worker },
      { caller: callerOf(racer), timeoutMs: 20_000 },
    );
    for (const item of items)
      if (item.ok) taken.push({ jobId: item.item.job.id, operationId: item.item.operation.id, by: racer });
    bench.say(`${taken.length} picked`);
    if (items.length === 0 && !remaining) return;
  }
}

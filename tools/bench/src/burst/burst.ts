import { closedLoop, type Throughput } from '../load/closed-loop';
import type { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/row';
import { siteClient } from '../site/site-client';
import { SiteProcess } from '../site/site-process';
import { prepareWalk, registerUntagged, tag, type TagWalk } from '../walk/tagged-objects';
import { verdictOf } from './verdict';

const CONNECTIONS = 32;
const SLOTS = 200;
const BESIDE = { compare: 'rate', connections: CONNECTIONS, hops: 1 } as const;

/** Many tags as fast as the gateway takes them: exactly one job each, all done. */
export async function burst(bench: Bench): Promise<Row[]> {
  const ways = await prepareWalk(bench, 'burst');
  const site = SiteProcess.start(bench, ways.workflowId, SLOTS);
  const client = await siteClient(bench, CONNECTIONS);
  try {
    await site.untilReady();
    const walkers = { client, site, ways };
    const warmUp = bench.count(500);
    await tagAll(bench, walkers, warmUp);
    const count = bench.count(10_000);
    const { result, cpuMs } = await tagAll(bench, walkers, count);
    const verdict = await verdictOf(bench, ways, site.settled, warmUp + count);
    return [
      { what: `burst: tags taken, ${CONNECTIONS} at once`, ...result.tags, beside: BESIDE },
      {
        what: 'burst: from the first tag until all jobs are done',
        count,
        perSecond: count / (result.ms / 1000),
        beside: BESIDE,
        onceMs: result.ms,
        ...verdict,
        cpuMs,
      },
    ];
  } finally {
    client.close();
    site.stop();
  }
}

interface Walkers {
  client: HttpClient;
  site: SiteProcess;
  ways: TagWalk;
}

async function tagAll(
  bench: Bench,
  { client, site, ways }: Walkers,
  count: number,
): Promise<{ result: { tags: Throughput; ms: number }; cpuMs: Record<string, number> }> {
  const ids = await registerUntagged(bench, count);
  const before = site.settled.length;
  const one = (n: number): Promise<unknown> => tag(client, ids[n] ?? '', ways);
  return measured(
    bench,
    count,
    async () => {
      const start = performance.now();
      const tags = await closedLoop(CONNECTIONS, count, one, bench.say);
      await site.untilSettled(before + count, bench.say);
      return { tags, ms: performance.now() - start };
    },
    site.named,
  );
}

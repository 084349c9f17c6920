import { clockMs } from '../load/clock';
import type { HttpClient } from '../load/http-client';
import { openLoop } from '../load/open-loop';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import { figuresOf } from '../report/figures';
import type { Row } from '../report/row';
import { siteClient } from '../site/site-client';
import { SiteProcess } from '../site/site-process';
import { prepareWalk, registerUntagged, tag, type TagWalk } from './tagged-objects';

const SLOTS = 50;
const CONNECTIONS = 64;
const BESIDE = { compare: 'time', connections: 1, hops: 1 } as const;

const RATES = [
  { perSecond: 20, tags: 300, startAim: 'p50 < 15, p99 < 40 ms' },
  { perSecond: 200, tags: 2_000, doneAim: 'p50 < 40, p99 < 200 ms' },
] as const;

/** Tag → bell → claim → done for a workflow that does nothing, at a steady rate whatever the answers take. */
export async function walk(bench: Bench): Promise<Row[]> {
  const ways = await prepareWalk(bench, 'walk');
  const site = SiteProcess.start(bench, ways.workflowId, SLOTS);
  const client = await siteClient(bench, CONNECTIONS);
  try {
    await site.untilReady();
    await tagAll(bench, { client, site, ways }, 100, bench.count(2_000));
    const rows: Row[] = [];
    for (const rate of RATES) {
      const count = bench.count(rate.tags);
      const told = await tagAll(bench, { client, site, ways }, rate.perSecond, count);
      rows.push(...rowsOf(rate, count, told));
    }
    return rows;
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

interface Told {
  toStart: number[];
  toDone: number[];
  cpuMs: Record<string, number>;
}

async function tagAll(
  bench: Bench,
  { client, site, ways }: Walkers,
  rate: number,
  count: number,
): Promise<Told> {
  const ids = await registerUntagged(bench, count);
  const before = site.settled.length;
  const taggedAt = new Map<string, number>();
  const { cpuMs } = await measured(
    bench,
    count,
    async () => {
      await openLoop(rate, count, async (n, due) => {
        const id = ids[n] ?? '';
        taggedAt.set(id, due);
        await tag(client, id, ways);
        bench.say(`${site.settled.length - before} of ${count} at ${rate}/s`);
      });
      await site.untilSettled(before + count, bench.say);
    },
    site.named,
  );
  const since = (objectId: string | undefined, at: number): number =>
    at - (taggedAt.get(objectId ?? '') ?? clockMs());
  const settled = site.settled.slice(before);
  return {
    toStart: settled.map(({ objectId, startedAt }) => since(objectId, startedAt)),
    toDone: settled.map(({ objectId, settledAt }) => since(objectId, settledAt)),
    cpuMs,
  };
}

function rowsOf(rate: (typeof RATES)[number], count: number, { toStart, toDone, cpuMs }: Told): Row[] {
  const { perSecond } = rate;
  return [
    {
      what: `tag to handler start, ${perSecond} tags a second`,
      count,
      each: figuresOf(toStart),
      beside: BESIDE,
      ...('startAim' in rate ? { aim: rate.startAim } : {}),
    },
    {
      what: `tag to done, ${perSecond} tags a second`,
      count,
      each: figuresOf(toDone),
      beside: BESIDE,
      ...('doneAim' in rate ? { aim: rate.doneAim } : {}),
      note: 'done: the site has heard that its operation is settled',
      cpuMs,
    },
  ];
}

import { closedLoop } from '../load/closed-loop';
import { type Bench, databaseOf } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/report';
import { siteClient } from '../site/site-client';
import { SiteProcess } from '../site/site-process';
import { prepareWalk, registerUntagged, tag, type TagWalk } from '../walk/tagged-objects';

const CONNECTIONS = 32;
const SLOTS = 200;

/** Many tags as fast as the gateway takes them: exactly one job each, all done. */
export async function burst(bench: Bench): Promise<Row[]> {
  const count = bench.count(10_000);
  const ways = await prepareWalk(bench, 'burst');
  const ids = await registerUntagged(bench, count);
  const site = SiteProcess.start(bench, ways.workflowId, SLOTS);
  const client = await siteClient(bench, CONNECTIONS);
  try {
    await site.untilReady();
    const start = performance.now();
    const { result: tags, cpuMs } = await measured(
      bench,
      count,
      async () => {
        const tagged = await closedLoop(
          CONNECTIONS,
          count,
          (n) => tag(client, ids[n] ?? '', ways),
          bench.say,
        );
        await site.untilSettled(count, bench.say);
        return tagged;
      },
      site.named,
    );
    const seconds = (performance.now() - start) / 1000;
    return [
      { what: `burst of ${count} tags: taken, ${CONNECTIONS} connections`, ...tags, toBare: 1 },
      {
        what: `burst of ${count} tags: all done`,
        count,
        perSecond: count / seconds,
        aim: 'none twice, none lost',
        note: await countOf(bench, ways, count),
        cpuMs,
      },
    ];
  } finally {
    client.close();
    site.stop();
  }
}

async function countOf(bench: Bench, { workflowId }: TagWalk, count: number): Promise<string> {
  const { rows } = await databaseOf(bench).query<{ jobs: number; objects: number; claims: number }>(
    `select count(*)::int as jobs, count(distinct object_id)::int as objects,
            (select count(*)::int from jobs.claims c join jobs.jobs j on j.id = c.job_id where j.workflow_id = $1) as claims
       from jobs.jobs where workflow_id = $1`,
    [workflowId],
  );
  const { jobs = 0, objects = 0, claims = 0 } = rows[0] ?? {};
  return `${jobs - objects + Math.max(0, claims - jobs)} twice, ${count - objects} lost`;
}

import { closedLoop } from '../load/closed-loop';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import type { Row } from '../report/row';
import { siteClient } from '../site/site-client';
import { postJobs, tinyJob } from './post-jobs';

const BESIDE = { compare: 'rate', connections: 32, hops: 1 } as const;

/** Creating jobs: one by one over HTTP, and in bulk over NATS. */
export async function create(bench: Bench): Promise<Row[]> {
  const [single, bulk] = [bench.count(3_000), bench.count(50_000)];
  const client = await siteClient(bench, 32);
  const one = (n: number): Promise<unknown> => client.json(201, 'POST', '/jobs', tinyJob('bench-create', n));
  await closedLoop(32, bench.count(300), one);
  const singly = await measured(bench, single, () => closedLoop(32, single, one, bench.say));
  client.close();
  await postJobs(bench, 'bench-create-bulk', bench.count(5_000));
  const start = performance.now();
  const bulky = await measured(bench, bulk, () => postJobs(bench, 'bench-create-bulk', bulk));
  const perSecond = bulk / ((performance.now() - start) / 1000);
  return [
    {
      what: 'create jobs one by one, 32 at once',
      ...singly.result,
      beside: BESIDE,
      cpuMs: singly.cpuMs,
    },
    {
      what: 'create jobs in bulk, 1,000 a request',
      count: bulk,
      perSecond,
      beside: BESIDE,
      aim: '> 10,000 a second',
      cpuMs: bulky.cpuMs,
    },
  ];
}

import type { Bench } from '../bench-stack';
import { closedLoop } from '../load/closed-loop';
import type { Row } from '../report';
import { siteClient } from '../site-client';
import { postJobs, tinyJob } from './post-jobs';

const ONE_BY_ONE = 3_000;
const IN_BULK = 50_000;

/** Creating jobs: one by one over HTTP, and in bulk over NATS. */
export async function create(bench: Bench): Promise<Row[]> {
  const client = await siteClient(bench, 32);
  const one = (n: number): Promise<unknown> => client.json(201, 'POST', '/jobs', tinyJob('bench-create', n));
  await closedLoop(32, 300, one);
  const { perSecond, each } = await closedLoop(32, ONE_BY_ONE, one);
  client.close();
  await postJobs(bench, 'bench-create-bulk', 5_000);
  const start = performance.now();
  await postJobs(bench, 'bench-create-bulk', IN_BULK);
  const bulk = IN_BULK / ((performance.now() - start) / 1000);
  return [
    { what: 'create jobs one by one, 32 connections', perSecond, each, toBare: 1 },
    { what: 'create jobs in bulk, 1,000 a request', perSecond: bulk, toBare: 1 },
  ];
}

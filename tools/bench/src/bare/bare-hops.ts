import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { closedLoop } from '../load/closed-loop';
import { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import { BARE_CONNECTIONS, type BareConnections, type Row } from '../report/row';
import { BARE_TABLE } from './bare-settings';

/** How many with one connection, which takes longer, and with several. */
const COUNT = { 1: 1_500, 8: 5_000, 32: 8_000 } as const;
const WARM_UP = 2_000;

/**
 * What this machine does at best with the shape of a request here: HTTP, NATS, one insert of PostgreSQL, in three
 * processes as ours are. Every figure of a scenario also stands as a ratio to this (design 10). Nothing where there is
 * no database to insert into.
 */
export async function bareHops(bench: Bench): Promise<Row[]> {
  const { database, databaseUrl, natsUrl } = bench;
  if (database === undefined) return [];
  await database.query(
    `create schema if not exists bench; create table if not exists ${BARE_TABLE} (id text primary key)`,
  );
  const env = { ...process.env, BARE_NATS_URL: natsUrl, BARE_DATABASE_URL: databaseUrl };
  const children: ChildProcess[] = [];
  const run = async (file: string): Promise<unknown> => {
    const child = fork(join(__dirname, file), { env });
    children.push(child);
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${file} of the bench has ended`)));
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return message;
  };
  try {
    await run('bare-service.js');
    const { port } = (await run('bare-gateway.js')) as { port: number };
    return await throughputs(bench, port, children);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await database.query('drop schema bench cascade');
  }
}

async function throughputs(bench: Bench, port: number, children: readonly ChildProcess[]): Promise<Row[]> {
  let done = 0;
  const hop = (client: HttpClient): Promise<unknown> =>
    client.json(200, 'POST', '/', { id: `bare-${(done += 1)}` });
  const warming = new HttpClient(`http://127.0.0.1:${port}`, 32);
  await closedLoop(32, bench.count(WARM_UP), () => hop(warming), bench.say);
  warming.close();
  const rows: Row[] = [];
  for (const connections of BARE_CONNECTIONS) {
    const client = new HttpClient(`http://127.0.0.1:${port}`, connections);
    rows.push(await throughput(bench, connections, () => hop(client), children));
    client.close();
  }
  return rows;
}

async function throughput(
  bench: Bench,
  connections: BareConnections,
  hop: () => Promise<unknown>,
  children: readonly ChildProcess[],
): Promise<Row> {
  const count = bench.count(COUNT[connections]);
  const hops = children.flatMap(({ pid }) => (pid === undefined ? [] : [{ name: 'bare hops', pid }]));
  const { result, cpuMs } = await measured(
    bench,
    count,
    () => closedLoop(connections, count, hop, bench.say),
    hops,
  );
  return {
    what: `bare hops: HTTP, NATS, one insert; ${connections} at once`,
    ...result,
    beside: { compare: 'rate', connections, hops: 1 },
    cpuMs,
  };
}

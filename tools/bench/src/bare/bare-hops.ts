import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { closedLoop, type Throughput } from '../load/closed-loop';
import { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import { BARE_TABLE } from './bare-settings';

/** What the bare hops came to, and what they cost whom. */
export type BareFigures = Throughput & { cpuMs: Record<string, number> };

/**
 * What this machine does at best with the shape of a request here: HTTP, NATS, one insert of PostgreSQL, in three
 * processes as ours are. Every figure of a scenario also stands as a ratio to this (design 10). Undefined where there
 * is no database to insert into.
 */
export async function bareHops(bench: Bench, connections: number): Promise<BareFigures | undefined> {
  const { database, databaseUrl, natsUrl } = bench;
  if (database === undefined) return undefined;
  await database.query(
    `create schema if not exists bench; create table if not exists ${BARE_TABLE} (id text primary key)`,
  );
  const env = { ...process.env, BARE_NATS_URL: natsUrl, BARE_DATABASE_URL: databaseUrl };
  const children: ChildProcess[] = [];
  const run = async (file: string): Promise<unknown> => {
    const child = fork(join(__dirname, file), { env });
    children.push(child);
    const [message] = (await once(child, 'message')) as [unknown];
    return message;
  };
  try {
    await run('bare-service.js');
    const { port } = (await run('bare-gateway.js')) as { port: number };
    return await throughput(bench, connections, port, children);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await database.query('drop schema bench cascade');
  }
}

async function throughput(
  bench: Bench,
  connections: number,
  port: number,
  children: readonly ChildProcess[],
): Promise<BareFigures> {
  const [count, warmUp] = [bench.count(5_000), bench.count(1_000)];
  const client = new HttpClient(`http://127.0.0.1:${port}`, connections);
  const one = (n: number): Promise<unknown> => client.json(200, 'POST', '/', { id: `bare-${n}` });
  await closedLoop(connections, warmUp, one);
  const { result, cpuMs } = await measured(
    bench,
    count,
    () => closedLoop(connections, count, (n) => one(n + warmUp), bench.say),
    children.flatMap(({ pid }, at) => (pid === undefined ? [] : [{ name: `bare hop ${at + 1}`, pid }])),
  );
  client.close();
  return { ...result, cpuMs };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench } from '../bench-stack';
import { closedLoop, type Throughput } from '../load/closed-loop';
import { HttpClient } from '../load/http-client';
import { BARE_TABLE } from './bare-settings';

const COUNT = 5_000;
const WARM_UP = 1_000;

/**
 * What this machine does at best with the shape of a request here: HTTP, NATS, one insert of PostgreSQL, in three
 * processes as ours are. Every figure of a scenario also stands as a ratio to this (design 10).
 */
export async function bareHops({ stack, database }: Bench, connections: number): Promise<Throughput> {
  await database.query(
    `create schema if not exists bench; create table if not exists ${BARE_TABLE} (id text primary key)`,
  );
  const { natsUrl, databaseUrl } = stack.dev;
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
    const client = new HttpClient(`http://127.0.0.1:${port}`, connections);
    const round = `${process.pid}-${Date.now()}`;
    const one = (n: number): Promise<unknown> => client.json(200, 'POST', '/', { id: `${round}-${n}` });
    await closedLoop(connections, WARM_UP, one);
    const figures = await closedLoop(connections, COUNT, (n) => one(n + WARM_UP));
    client.close();
    return figures;
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await database.query('drop schema bench cascade');
  }
}

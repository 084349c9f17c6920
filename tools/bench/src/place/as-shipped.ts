import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Client } from 'pg';
import type { Bench } from './bench';

/** What makes an acknowledged write outlive a crash; figures of a database without it would say nothing. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** @throws Error naming what is not as it ships: the database acknowledges writes that it may lose */
export async function demandDurable(database: Client): Promise<void> {
  for (const name of DURABLE) {
    const { rows } = await database.query<Record<string, string>>(`show ${name}`);
    const value = rows[0]?.[name];
    if (value !== 'on')
      throw new Error(`PostgreSQL has ${name} = ${value}: figures count with ${name} = on only`);
  }
}

/** Each change of state with a row that tells of it; a missing one means that history was off. */
const UNTOLD = {
  'jobs without a row of their making': `select count(*)::int as n from jobs.jobs j
    where j.workflow_id like 'bench-%' and not exists (
      select from jobs.job_history h where h.job_id = j.id and h.from_state is null)`,
  'claims without a row in the history of their job': `select count(*)::int as n from jobs.claims c
    where not exists (select from jobs.job_history h
      where h.job_id = c.job_id and h.operation_id = c.operation_id and h.to_state = 'claimed')`,
  'ended operations without a row of their end': `select count(*)::int as n from operations.operations o
    where o.state <> 'open' and not exists (
      select from operations.operation_history h where h.operation_id = o.id and h.to_state = o.state)`,
};

/** @throws Error when what was measured has left no history */
export async function demandHistory(database: Client): Promise<void> {
  for (const [what, sql] of Object.entries(UNTOLD)) {
    const { rows } = await database.query<{ n: number }>(sql);
    const n = rows[0]?.n ?? 0;
    if (n > 0) throw new Error(`${n} ${what}: figures count with the history as it ships only`);
  }
}

/** @throws Error when claims were made that the log of `jobs`, at the level as shipped, does not tell of */
export async function demandLogs({ logs, database }: Bench): Promise<void> {
  if (logs === undefined || database === undefined) return;
  const { rows } = await database.query<{ n: number }>('select count(*)::int as n from jobs.claims');
  const claims = rows[0]?.n ?? 0;
  const told = await linesWith(join(logs, 'jobs.log'), '"msg":"job claimed"');
  if (told < claims)
    throw new Error(
      `${claims} claims and ${told} log lines of them: figures count with the logs as they ship only`,
    );
}

async function linesWith(file: string, text: string): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (line.includes(text)) count += 1;
  return count;
}

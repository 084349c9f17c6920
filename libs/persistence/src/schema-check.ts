import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceName } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import { Client } from 'pg';
import { type MigrationClass, namesOf } from './classes';
import { codeOf, isConnectionFailure } from './postgres-errors';
import { databaseRole } from './roles';

export interface SchemaWanted {
  url: string;
  service: ServiceName;
  migrations: readonly MigrationClass[];
  log: Log;
  waitMs: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const REMIND_MS = 5_000;
const REMEDY = 'run `npm run migrate` (the program tools/migrate) with ADMIN_DATABASE_URL, then start again';

/** SQLSTATEs of a login that will not get better by waiting, in words. */
const REFUSED_LOGINS: Readonly<Record<string, string>> = {
  '28P01': 'its password is not the one of DATABASE_URL, or there is no such role',
  '28000': 'the role of DATABASE_URL may not log in',
  '3D000': 'there is no such database',
  '42501': 'the role of DATABASE_URL lacks rights',
};
const NO_SUCH_TABLE = '42P01';

/** Waits until the database answers, then makes sure that its schema is the service's and new enough. */
export async function awaitSchema(wanted: SchemaWanted): Promise<void> {
  const giveUpAt = Date.now() + wanted.waitMs;
  let remindAt = 0;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await look(wanted);
    } catch (error) {
      if (!isConnectionFailure(error)) throw explained(error, wanted.service);
      const reason = messageOf(error) || codeOf(error);
      if (Date.now() > giveUpAt) {
        throw new Error(
          `the database of ${wanted.service} did not answer within ${wanted.waitMs} ms: ${reason}`,
        );
      }
      if (Date.now() >= remindAt) {
        wanted.log.warn({ reason }, 'waiting for the database');
        remindAt = Date.now() + REMIND_MS;
      }
    }
    await delay(pause);
  }
}

async function look({ url, service, migrations }: SchemaWanted): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await checkSearchPath(client, service);
    const missing = missingOf(namesOf(migrations), await namesRun(client));
    if (missing.length > 0) {
      throw new Error(
        `the schema ${service} is older than this code: it lacks ${missing.join(', ')}; ${REMEDY}`,
      );
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkSearchPath(client: Client, service: ServiceName): Promise<void> {
  const { rows } = await client.query<{ role: string; schema: string | null }>(
    'select current_user as role, current_schema() as schema',
  );
  const { role, schema } = rows[0] ?? { role: '?', schema: null };
  if (schema === service) return;
  throw new Error(
    `the role ${role} of DATABASE_URL sees the schema ${schema ?? '(none)'} and not ${service}: ` +
      `log in as ${databaseRole(service)}; if that is it, ${REMEDY}`,
  );
}

async function namesRun(client: Client): Promise<string[]> {
  try {
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    return rows.map((row) => row.name);
  } catch (error) {
    if (codeOf(error) === NO_SUCH_TABLE) return [];
    throw error;
  }
}

const missingOf = (needed: string[], run: string[]): string[] => needed.filter((name) => !run.includes(name));

function explained(error: unknown, service: ServiceName): unknown {
  const why = REFUSED_LOGINS[codeOf(error) ?? ''];
  if (why === undefined) return error;
  return new Error(
    `the database of ${service} refused the login: ${why}; correct DATABASE_URL, or ${REMEDY}`,
  );
}

import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceName } from '@callboard/contracts';
import type { Client } from 'pg';
import { BY_KEY } from './planning';
import { codeOf } from './postgres-errors';
import { databaseRole } from './roles';

/** SQLSTATE of "tuple concurrently updated": roles belong to all databases, and another one's migration was faster. */
const COLLIDED = 'XX000';
const DUPLICATES = new Set(['42710', '23505']);
const TRIES = 20;
const PAUSE_MS = 25;

/** Nobody but the services' roles gets into the database. */
export async function closeDatabase(client: Client): Promise<void> {
  await run(client, 'revoke all on database %I from public', [await currentDatabase(client)]);
}

/** The service's login: no rights but those granted here. Setting the password again is how it is changed. */
export async function prepareRole(client: Client, service: ServiceName, password: string): Promise<void> {
  const role = databaseRole(service);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount === 0) await create(client, role);
  await run(client, 'alter role %I with login password %L', [role, password]);
  await run(client, 'alter role %I set search_path to %I', [role, service]);
  for (const [setting, value] of Object.entries(BY_KEY))
    await run(client, 'alter role %I set %I to %I', [role, setting, value]);
  await run(client, 'grant connect on database %I to %I', [await currentDatabase(client), role]);
}

/** The schema, and what the service may do with tables that migrations will create in it: DML, no DDL. */
export async function prepareSchema(client: Client, service: ServiceName): Promise<void> {
  const role = databaseRole(service);
  await run(client, 'create schema if not exists %I', [service]);
  await run(client, 'revoke all on schema %I from public', [service]);
  await run(client, 'grant usage on schema %I to %I', [service, role]);
  const future = 'alter default privileges in schema %I grant';
  await run(client, `${future} select, insert, update, delete on tables to %I`, [service, role]);
  await run(client, `${future} usage, select on sequences to %I`, [service, role]);
}

/** Once the tables are there: the rights on each, and the record of migrations is only to be read. */
export async function restrictSchema(client: Client, service: ServiceName): Promise<void> {
  const role = databaseRole(service);
  const all = [service, role];
  await run(client, 'grant select, insert, update, delete on all tables in schema %I to %I', all);
  await run(client, 'grant usage, select on all sequences in schema %I to %I', all);
  await run(client, 'revoke insert, update, delete on %I.migrations from %I', all);
}

async function create(client: Client, role: string): Promise<void> {
  try {
    await run(client, 'create role %I', [role]);
  } catch (error) {
    if (!DUPLICATES.has(codeOf(error) ?? '')) throw error;
  }
}

async function currentDatabase(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  return rows[0]?.name ?? '';
}

/** Definitions take no parameters, so the server itself quotes the names (%I) and texts (%L). Never logged: passwords. */
async function run(client: Client, template: string, names: string[]): Promise<void> {
  const { rows } = await client.query<{ sql: string }>('select format($1, variadic $2::text[]) as sql', [
    template,
    names,
  ]);
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(rows[0]?.sql ?? '');
      return;
    } catch (error) {
      if (codeOf(error) !== COLLIDED || tries === TRIES) throw error;
      await delay(PAUSE_MS * tries);
    }
  }
}

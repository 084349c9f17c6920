import type { ServiceName } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { type MigrationClass, namesOf } from './classes';
import { closeDatabase, prepareRole, prepareSchema, restrictSchema } from './provision';
import { migrationOptions } from './service-data-source';

export interface ServiceMigrations {
  service: ServiceName;
  migrations: MigrationClass[];
  /** Of the service's login role; set anew at every run. */
  password: string;
}

export interface MigrateSettings {
  /** A role that may create roles, and schemas in the database that it names. */
  adminUrl: string;
  services: ServiceMigrations[];
  log: Log;
}

/** What was done for one service. */
export interface MigrationReport {
  service: ServiceName;
  /** Names of the migrations that were run now, in order. */
  ran: string[];
}

/** Any number, the same for every run of ours; of one database. */
const MIGRATE_LOCK = 7_276_650_131;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Brings a database to what the services' code needs: schema, login role with password, rights, migrations, each
 * service's in one transaction. Does nothing twice, and of several runs at once each waits for the one before.
 */
export async function migrate({ adminUrl, services, log }: MigrateSettings): Promise<MigrationReport[]> {
  for (const { migrations } of services) namesOf(migrations);
  const client = new Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'callboard-migrate',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await waitForTurn(client, log);
    await closeDatabase(client);
    const reports: MigrationReport[] = [];
    for (const each of services) reports.push(await migrateOne(client, adminUrl, each, log));
    return reports;
  } finally {
    await client.end();
  }
}

/** The lock lasts as long as the session, so a run that is killed stands in nobody's way. */
async function waitForTurn(client: Client, log: Log): Promise<void> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
    MIGRATE_LOCK,
  ]);
  if (rows[0]?.got === true) return;
  log.info({}, 'another migration of this database is running, waiting for it');
  await client.query('select pg_advisory_lock($1)', [MIGRATE_LOCK]);
}

async function migrateOne(
  client: Client,
  adminUrl: string,
  { service, migrations, password }: ServiceMigrations,
  log: Log,
): Promise<MigrationReport> {
  await prepareRole(client, service, password);
  await prepareSchema(client, service);
  const ran = await runMigrations(adminUrl, service, migrations);
  await restrictSchema(client, service);
  const done = ran.length === 0 ? 'up to date' : `ran ${ran.join(', ')}`;
  log.info({ service, ran }, `${service}: ${done}`);
  return { service, ran };
}

async function runMigrations(
  adminUrl: string,
  service: ServiceName,
  migrations: MigrationClass[],
): Promise<string[]> {
  const said: string[] = [];
  const options = migrationOptions(adminUrl, service, migrations, (message) => said.push(message));
  const source = await new DataSource(options).initialize();
  try {
    const run = await source.runMigrations({ transaction: 'all' });
    return run.map((migration) => migration.name);
  } catch (error) {
    // Only what TypeORM says while it runs names the migration.
    const what = said.at(-1) ?? messageOf(error);
    throw new Error(`the migrations of ${service} failed and were undone: ${what}`, { cause: error });
  } finally {
    await source.destroy();
  }
}

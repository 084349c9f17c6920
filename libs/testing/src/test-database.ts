import { createHash, randomBytes } from 'node:crypto';
import type { ServiceName } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { databaseRole, migrate, type MigrationClass } from '@callboard/persistence';
import { Client } from 'pg';
import { TEST_POSTGRES_SETTING } from './test-postgres';

export interface TestService {
  service: ServiceName;
  migrations: MigrationClass[];
}

/** A database of one test file. */
export interface TestDatabase {
  /** Connection string of the service's own login role. */
  url(service: ServiceName): string;
  /** Connection string of the superuser, to this database. */
  adminUrl: string;
  /** The name of the database. */
  database: string;
  /** Drops the database, cutting whoever is still connected. */
  drop(): Promise<void>;
}

/** Any number, the same in every test process; roles belong to all databases, so templates are made one by one. */
const TEMPLATE_LOCK = 7_276_650_132;

/**
 * A database with these services migrated, for one test file alone: a clone of a template that is made once for each
 * set of migrations. The logins of services are shared by all databases and have fixed passwords.
 */
export async function testDatabase(services: TestService[]): Promise<TestDatabase> {
  const serverUrl = process.env[TEST_POSTGRES_SETTING];
  if (serverUrl === undefined) {
    throw new Error(`no PostgreSQL for tests: run them by jest, or set ${TEST_POSTGRES_SETTING}`);
  }
  const template = templateName(services);
  const database = `callboard_test_${randomBytes(8).toString('hex')}`;
  await withServer(serverUrl, async (client) => {
    await ensureTemplate(client, serverUrl, template, services);
    await client.query(`create database ${database} template ${template}`);
    // What may be done with the database as a whole is the only thing that a clone does not take over.
    await client.query(`revoke all on database ${database} from public`);
    for (const { service } of services) {
      await client.query(`grant connect on database ${database} to ${databaseRole(service)}`);
    }
  });
  return {
    url: (service) => loginUrl(serverUrl, database, service),
    adminUrl: urlOf(serverUrl, database),
    database,
    drop: () =>
      withServer(serverUrl, async (client) => {
        await client.query(`drop database if exists ${database} with (force)`);
      }),
  };
}

/** Fixed, since parallel tests share the roles: a test that changes a password needs a server of its own. */
function testPassword(service: ServiceName): string {
  return `test-of-${service}`;
}

async function ensureTemplate(
  client: Client,
  serverUrl: string,
  template: string,
  services: TestService[],
): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rows } = await client.query<{ whole: boolean }>(
      'select datistemplate as whole from pg_database where datname = $1',
      [template],
    );
    if (rows[0]?.whole === true) return;
    // Left half made by a run that was killed.
    await client.query(`drop database if exists ${template} with (force)`);
    await client.query(`create database ${template} template template0`);
    const withPasswords = services.map((each) => ({ ...each, password: testPassword(each.service) }));
    await migrate({ adminUrl: urlOf(serverUrl, template), services: withPasswords, log: silentLog });
    await client.query(`alter database ${template} with is_template true allow_connections false`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

/** Migrations of one name may differ between two states of the code, so their text counts too. */
function templateName(services: TestService[]): string {
  const hash = createHash('sha256');
  for (const { service, migrations } of services) {
    hash.update(`\n${service}`);
    for (const migration of migrations) hash.update(`\n${migration.name}\n${migration.toString()}`);
  }
  return `callboard_template_${hash.digest('hex').slice(0, 24)}`;
}

async function withServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'callboard-tests' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

function loginUrl(serverUrl: string, database: string, service: ServiceName): string {
  const url = new URL(urlOf(serverUrl, database));
  url.username = databaseRole(service);
  url.password = testPassword(service);
  return url.href;
}

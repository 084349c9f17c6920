import { randomBytes } from 'node:crypto';
import { SERVICES } from '@callboard/contracts';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { EXIT, migrateServices, passwordSetting, type Program } from './migrate-services';
import { SERVICE_MIGRATIONS } from './service-migrations';

/** The passwords of testDatabase: its roles are shared by all tests that run meanwhile. */
const PASSWORDS = Object.fromEntries(
  SERVICES.map((service) => [passwordSetting(service), `test-of-${service}`]),
);

describe('migrate', () => {
  let place: TestDatabase;
  let printed: string[];
  let complained: string[];

  beforeEach(async () => {
    place = await testDatabase([]);
    printed = [];
    complained = [];
  });
  afterEach(() => place.drop());

  const run = (more: Partial<Program> = {}): Promise<number> =>
    migrateServices({
      args: [],
      env: { ADMIN_DATABASE_URL: place.adminUrl, ...PASSWORDS },
      migrations: SERVICE_MIGRATIONS,
      print: (line) => printed.push(line),
      complain: (line) => complained.push(line),
      ...more,
    });

  it('D25: makes ids unique before the first row is there', async () => {
    await run();
    const client = new Client({ connectionString: place.adminUrl });
    await client.connect();
    const { rows } = await client.query<{ table: string }>(
      `select n.nspname || '.' || c.relname as table
         from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indisunique and i.indnatts = 1 and i.indpred is null and a.attname = 'id'`,
    );
    await client.end();
    const listed = ['jobs.jobs', 'jobs.workflows', 'objects.objects', 'objects.object_types'];
    const others = ['operations.operations', 'sites.sites', 'sites.capabilities', 'triggers.triggers'];
    expect(rows.map(({ table }) => table)).toEqual(expect.arrayContaining([...listed, ...others]));
  });

  it('runs the migrations of every service, a line each, and finds nothing to do the second time', async () => {
    expect(await run()).toBe(EXIT.done);
    expect(complained).toEqual([]);
    expect(printed).toEqual(
      SERVICES.map(
        (service) => `${service}: ran ${SERVICE_MIGRATIONS[service].map(({ name }) => name).join(', ')}`,
      ),
    );
    printed = [];
    expect(await run()).toBe(EXIT.done);
    expect(printed).toEqual(SERVICES.map((service) => `${service}: up to date`));
  });

  it('gives every service the tables of the outbox', async () => {
    await run();
    const client = new Client({ connectionString: place.adminUrl });
    await client.connect();
    const { rows } = await client.query(
      "select schemaname from pg_tables where tablename in ('outbox', 'outbox_streams', 'dead_letters') group by 1 having count(*) = 3",
    );
    await client.end();
    expect(rows.map((row: { schemaname: string }) => row.schemaname).sort()).toEqual([...SERVICES].sort());
  });

  it('migrates only the services named', async () => {
    expect(await run({ args: ['sites'] })).toBe(EXIT.done);
    expect(printed).toEqual([expect.stringMatching(/^sites: ran /)]);
    expect(await run({ args: ['sights'] })).toBe(EXIT.usage);
    expect(complained).toEqual([expect.stringContaining('sights is no service; name some of objects, ')]);
  });

  it('names every setting that is missing', async () => {
    expect(await run({ env: {} })).toBe(EXIT.settings);
    expect(complained).toHaveLength(1 + SERVICES.length);
    expect(complained.join()).toContain('ADMIN_DATABASE_URL is missing');
    expect(complained.join()).toContain('CALLBOARD_JOBS_PASSWORD is missing');
  });

  it('says where the database is that does not answer, without its password', async () => {
    const secret = randomBytes(8).toString('hex');
    const ADMIN_DATABASE_URL = `postgres://postgres:${secret}@127.0.0.1:1/callboard`;
    expect(await run({ env: { ADMIN_DATABASE_URL, ...PASSWORDS } })).toBe(EXIT.failed);
    expect(complained.join()).toMatch(/^migrate: 127\.0\.0\.1:1\/callboard: .*ECONNREFUSED/);
    expect(complained.join()).not.toContain(secret);
  });
});

import { SERVICES } from '@callboard/contracts';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { SERVICE_MIGRATIONS } from '../../../../../tools/migrate/src/service-migrations';
import { Ledger } from '../world/ledger';
import { brokenOf, checksOf } from './invariants';
import { PLANTED, WHOLE } from './planted.builder';

describe('the invariants of the suite of faults', () => {
  const ledger = new Ledger();
  ledger.tagged.set('o1', ['t']);
  ledger.posted.add('j1');
  ledger.claimed.set('op1', 'j1');
  ledger.ended.set('op1', 'succeeded');
  ledger.poison.add('poisoned');
  const checks = checksOf(ledger);
  let place: TestDatabase;
  let database: Client;

  beforeAll(async () => {
    place = await testDatabase(
      SERVICES.map((service) => ({ service, migrations: SERVICE_MIGRATIONS[service] })),
    );
    database = new Client({ connectionString: place.adminUrl });
    await database.connect();
    await database.query(WHOLE);
  });

  afterAll(async () => {
    await database.end();
    await place.drop();
  });

  beforeEach(() => database.query('begin'));
  afterEach(() => database.query('rollback'));

  it('hold where all is well', async () => {
    expect(await brokenOf(database, checks)).toEqual([]);
  });

  it('are each broken by something planted', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(checks.map(({ broken }) => broken).sort());
  });

  it.each(Object.entries(PLANTED))('tell when %s', async (broken, plant) => {
    await database.query(plant);
    const found = checks.filter((check) => check.broken === broken);
    expect(await brokenOf(database, found)).toEqual([expect.stringMatching(/^I\d: \d+ /)]);
  });
});

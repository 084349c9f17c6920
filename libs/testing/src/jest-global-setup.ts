import { startTestPostgres, TEST_POSTGRES_SETTING } from './test-postgres';

/** jest runs this once before all projects that name it: one PostgreSQL for the whole run, unless one is given. */
export default async function setUp(): Promise<void> {
  if (process.env[TEST_POSTGRES_SETTING] === undefined) {
    process.env[TEST_POSTGRES_SETTING] = await startTestPostgres();
  }
}

import { stopTestPostgres } from './test-postgres';

/** jest runs this in the process of the setup. */
export default async function tearDown(): Promise<void> {
  await stopTestPostgres();
}

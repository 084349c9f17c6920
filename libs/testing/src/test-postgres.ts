import { chmodSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '@callboard/embedded';
import { testFolder } from './test-folder';

/** Setting with the superuser's connection string of the PostgreSQL that tests use. Set it to use a server of yours. */
export const TEST_POSTGRES_SETTING = 'CALLBOARD_TEST_POSTGRES_URL';

/** Durability is not under test, speed is welcome, and many test files share the server. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  max_wal_size: '4GB',
};

/** Kept where setup and teardown both find it: jest may load this file anew for each of them. */
const holder = globalThis as { callboardTestPostgres?: { server: EmbeddedPostgres; folder: string } };

/** Starts PostgreSQL in a folder below the system's temporary one and gives the superuser's connection string. */
export async function startTestPostgres(): Promise<string> {
  const folder = testFolder('postgres');
  // As root, PostgreSQL runs as another account, which has to reach its data.
  chmodSync(folder, 0o755);
  const server = await startPostgres({ dataDir: join(folder, 'data'), settings: SETTINGS });
  holder.callboardTestPostgres = { server, folder };
  return server.url;
}

export async function stopTestPostgres(): Promise<void> {
  const { callboardTestPostgres: started } = holder;
  if (started === undefined) return;
  delete holder.callboardTestPostgres;
  await started.server.destroy();
  await rm(started.folder, { recursive: true, force: true, maxRetries: 5 });
}

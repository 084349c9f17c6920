import { readSiteSettings } from '@callboard/site-kit';
import { Client } from 'pg';
import type { Bench } from './bench';

/** Where a running Callboard is, as told on the command line and, for the admin, by variables. */
export interface RunningPlace {
  readonly url: string;
  readonly nats: string;
  readonly siteFile: string;
  readonly admin: { readonly username: string; readonly password: string };
  readonly database?: string | undefined;
}

/**
 * Runs `work` on a Callboard that runs already. What it makes there stays there: jobs, objects, a workflow and a
 * trigger whose names begin with `bench`.
 */
export async function onRunning(
  { url, nats, siteFile, admin, database: databaseUrl }: RunningPlace,
  how: Pick<Bench, 'count' | 'say'>,
  work: (bench: Bench) => Promise<void>,
): Promise<void> {
  const database = databaseUrl === undefined ? undefined : new Client({ connectionString: databaseUrl });
  await database?.connect();
  try {
    await work({
      ...how,
      gatewayUrl: url.replace(/\/$/, ''),
      natsUrl: nats,
      site: readSiteSettings({ CALLBOARD_SITE_FILE: siteFile }),
      admin,
      database,
      databaseUrl,
      logs: undefined,
      processes: () => [],
    });
  } finally {
    await database?.end();
  }
}

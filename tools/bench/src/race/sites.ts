import type { Caller } from '@callboard/contracts';
import type { Bench } from '../place/bench';
import { adminClient, type ClientCredentials } from '../site/site-client';

/** How many race, over all sites. */
export const WORKERS = 32;

/** A site with a client, known to the services. */
export interface Racer extends ClientCredentials {
  readonly siteId: string;
}

export const callerOf = ({ siteId, clientId }: Racer): Caller => ({ kind: 'site', siteId, clientId });

/** Registers sites that race each other. */
export async function registerRacers(bench: Bench, count: number): Promise<Racer[]> {
  const admin = await adminClient(bench);
  const racers: Racer[] = [];
  for (let n = 0; n < count; n += 1) {
    const siteId = `bench-racer-${n}`;
    const known = await admin.send('POST', '/sites', JSON.stringify({ id: siteId }));
    if (known.status !== 201 && known.status !== 409) throw new Error(`POST /sites answers ${known.status}`);
    const { client_id, client_secret } = await admin.json<{ client_id: string; client_secret: string }>(
      200,
      'POST',
      `/sites/${siteId}:generateCredentials`,
    );
    racers.push({ siteId, clientId: client_id, clientSecret: client_secret });
  }
  admin.close();
  return racers;
}

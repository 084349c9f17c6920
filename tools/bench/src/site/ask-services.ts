import type { Caller } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { closeNats, connectToNats, RequestClient } from '@callboard/messaging';
import type { NatsConnection } from 'nats';
import type { Bench } from '../place/bench';

/** Asks services on NATS, as the gateway does, for the length of `work`. */
export async function askingServices<T>(
  bench: Bench,
  work: (requests: RequestClient) => Promise<T>,
): Promise<T> {
  const nats = await natsOf(bench);
  try {
    return await work(new RequestClient(nats));
  } finally {
    await closeNats(nats);
  }
}

/** A connection to the broker with the login of the services. */
export function natsOf({ natsUrl }: Bench): Promise<NatsConnection> {
  const { username, password, host } = new URL(natsUrl);
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  return connectToNats({ url: `nats://${host}`, ...login, name: 'bench', log: silentLog });
}

/** The site that does the work, as who asks. */
export const asSite = ({ site }: Bench): Caller => ({
  kind: 'site',
  siteId: site.siteId,
  clientId: site.clientId,
});

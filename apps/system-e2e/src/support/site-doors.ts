import { claimJobs, heartbeatOperations, readContent, siteInboxPrefix } from '@callboard/contracts';
import { DomainError, silentLog } from '@callboard/kernel';
import { connectToNats, SiteRequestClient } from '@callboard/messaging';
import type { SiteSettings } from '@callboard/site-kit';
import type { NatsConnection } from 'nats';
import type { Stack } from '../../../../tools/dev-stack/src/stack';

const SITE = 'nmdc-runtime';

/** A connection as the runtime's own site has it. */
export function connectAsRuntimeSite(stack: Stack): Promise<NatsConnection> {
  return connectToNats({
    url: stack.servers.natsUrl,
    ...stack.servers.runtimeSite,
    name: 'test',
    log: silentLog,
    inboxPrefix: siteInboxPrefix(SITE),
  });
}

/** What a worker of the runtime's own site is run with. */
export function runtimeSite({ secrets, servers, gatewayUrl }: Stack): SiteSettings {
  return {
    siteId: SITE,
    clientId: secrets.runtimeClientId,
    clientSecret: secrets.runtimeClientSecret,
    gatewayUrl,
    natsUrl: servers.natsUrl,
    natsUser: servers.runtimeSite.user,
    natsPassword: servers.runtimeSite.password,
  };
}

export type Door = 'jobs' | 'operations' | 'objects';
export const DOORS: readonly Door[] = ['jobs', 'operations', 'objects'];

/** Asks something harmless at the site door of a service, and gives `ok` or the code of the refusal. */
export async function askAtDoor(connection: NatsConnection, door: Door, token: string): Promise<string> {
  const client = new SiteRequestClient(connection, SITE, async () => token);
  const ask: Record<Door, () => Promise<unknown>> = {
    jobs: () => client.request(claimJobs, { pick: { job_ids: ['no-such-job'] } }),
    operations: () => client.request(heartbeatOperations, { items: [{ id: 'no-such-operation' }] }),
    objects: () => client.request(readContent, { object_id: 'no-such-object', n: 0 }),
  };
  try {
    await ask[door]();
    return 'ok';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

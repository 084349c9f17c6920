import { siteInboxPrefix } from '@callboard/contracts';
import { connect, headers, type Msg, type NatsConnection } from 'nats';
import type { Stack } from '../../../../../tools/dev-stack/src/stack';

export type HeaderTexts = Record<string, string>;

/** A connection as a service has it: it may say anything. */
export function asService(stack: Stack): Promise<NatsConnection> {
  const { user, password: pass } = stack.servers.services;
  return connect({ servers: stack.servers.natsUrl, user, pass });
}

/** A connection as the runtime's own site has it. */
export function asRuntimeSite(stack: Stack): Promise<NatsConnection> {
  const { user, password: pass } = stack.servers.runtimeSite;
  return connect({
    servers: stack.servers.natsUrl,
    user,
    pass,
    inboxPrefix: siteInboxPrefix('nmdc-runtime'),
  });
}

export interface Refusal {
  ok?: boolean;
  error?: { code: string; message: string };
}

/** Asks and reads the reply. Rejects when none comes. */
export async function ask(
  connection: NatsConnection,
  subject: string,
  body: Uint8Array,
  texts: HeaderTexts = {},
): Promise<Refusal> {
  const reply: Msg = await connection.request(subject, body, { timeout: 10_000, headers: headersOf(texts) });
  return reply.json<Refusal>();
}

export function headersOf(texts: HeaderTexts) {
  const set = headers();
  for (const [name, text] of Object.entries(texts)) set.set(name, text);
  return set;
}

import type { Credentials, TokenReply } from '@callboard/contracts';
import type { Stack } from '../../../../tools/dev-stack/src/stack';

/** Where each gateway of a stack listens, the first one first. */
export function gatewayUrls(stack: Stack): string[] {
  const gateways = stack.processes.filter(({ plan }) => plan.name.startsWith('api-gateway'));
  return gateways.map(({ plan }) => `http://${plan.env.HOST}:${plan.env.PORT}`);
}

export function postToken(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(`${url}/token`, {
    method: 'POST',
    headers: { connection: 'close' },
    body: new URLSearchParams(fields),
  });
}

/** The token of a site client. */
export async function tokenOf(url: string, { client_id, client_secret }: Credentials): Promise<string> {
  const reply = await postToken(url, { client_id, client_secret });
  if (reply.status !== 200) throw new Error(`no token: ${reply.status} ${await reply.text()}`);
  return ((await reply.json()) as TokenReply).access_token;
}

/** The status with which a gateway answers a call that asks for a token. */
export async function statusFor(url: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, connection: 'close' };
  const reply = await fetch(`${url}/users/me`, { headers, signal: AbortSignal.timeout(20_000) });
  await reply.text();
  return reply.status;
}

import type { Bench } from './bench-stack';
import { HttpClient } from './load/http-client';

/** An HTTP client with the token of the runtime's own site. */
export async function siteClient({ stack }: Bench, connections: number): Promise<HttpClient> {
  const { runtimeClientId, runtimeClientSecret } = stack.secrets;
  const form = {
    grant_type: 'client_credentials',
    client_id: runtimeClientId,
    client_secret: runtimeClientSecret,
  };
  const reply = await fetch(`${stack.gatewayUrl}/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token } = (await reply.json()) as { access_token: string };
  return new HttpClient(stack.gatewayUrl, connections, { authorization: `Bearer ${access_token}` });
}

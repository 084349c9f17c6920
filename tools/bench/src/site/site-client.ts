import { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';

/** Credentials of a client of a site. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An HTTP client with a token of a site's client; of the site that does the work unless told. */
export async function siteClient(
  { gatewayUrl, site }: Bench,
  connections: number,
  { clientId, clientSecret }: ClientCredentials = site,
): Promise<HttpClient> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  return tokenClient(gatewayUrl, connections, form);
}

/** An HTTP client with the token of the admin. */
export function adminClient({ gatewayUrl, admin }: Bench): Promise<HttpClient> {
  return tokenClient(gatewayUrl, 1, { grant_type: 'password', ...admin });
}

async function tokenClient(
  url: string,
  connections: number,
  form: Record<string, string>,
): Promise<HttpClient> {
  const reply = await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams(form) });
  if (!reply.ok) throw new Error(`POST /token answers ${reply.status}: ${await reply.text()}`);
  const { access_token } = (await reply.json()) as { access_token: string };
  return new HttpClient(url, connections, { authorization: `Bearer ${access_token}` });
}

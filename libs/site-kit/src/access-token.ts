import { DomainError, messageOf } from '@callboard/kernel';
import type { SiteSettings } from './site-settings';

const RENEW_BEFORE_MS = 60_000;
const TIMEOUT_MS = 10_000;

interface Token {
  text: string;
  /** By this machine's clock, milliseconds; the token is renewed well before. */
  renewAt: number;
}

/**
 * The site's access token, fetched by the `client_credentials` grant and renewed a minute before its end, by one
 * request however many ask at once. `get` throws `wrong-credentials` (final) or `unavailable` (try again).
 */
export class AccessToken {
  private token: Token | undefined;
  private fetching: Promise<Token> | undefined;

  constructor(private readonly settings: Pick<SiteSettings, 'gatewayUrl' | 'clientId' | 'clientSecret'>) {}

  async get(): Promise<string> {
    if (this.token && Date.now() < this.token.renewAt) return this.token.text;
    this.fetching ??= this.fetch().finally(() => (this.fetching = undefined));
    this.token = await this.fetching;
    return this.token.text;
  }

  /** Forgets the token, so that the next call fetches another: for when it was refused before its time. */
  forget(): void {
    this.token = undefined;
  }

  private async fetch(): Promise<Token> {
    const { gatewayUrl, clientId, clientSecret } = this.settings;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const reply = await fetch(new URL('/token', gatewayUrl), {
      method: 'POST',
      body: form,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((thrown: unknown) => {
      throw new DomainError('unavailable', `no token: ${gatewayUrl} does not answer (${messageOf(thrown)})`);
    });
    if (reply.status === 400 || reply.status === 401)
      throw new DomainError(
        'wrong-credentials',
        `no token: ${gatewayUrl} refuses the credentials of client ${clientId}`,
      );
    if (!reply.ok)
      throw new DomainError('unavailable', `no token: ${gatewayUrl} answers with status ${reply.status}`);
    return readToken(await reply.json());
  }
}

function readToken(body: unknown): Token {
  const { access_token: text, expires } = body as {
    access_token?: unknown;
    expires?: Record<string, number>;
  };
  if (typeof text !== 'string' || !expires)
    throw new DomainError('unavailable', 'no token: the reply holds none');
  const { days = 0, hours = 0, minutes = 0 } = expires;
  const lifeMs = ((days * 24 + hours) * 60 + minutes) * 60_000;
  return { text, renewAt: Date.now() + lifeMs - RENEW_BEFORE_MS };
}

import type { TokenForm, TokenReply } from '@callboard/contracts';
import type { Login } from './client-options';

/** A token is renewed so long before its end, or when a tenth of a shorter life is left. */
const RENEW_BEFORE_MS = 60_000;

interface Token {
  readonly text: string;
  /** By this machine's clock, in milliseconds. */
  readonly renewAt: number;
}

/** The caller's access token: fetched when first needed and renewed by the clock, by one request however many wait for it. */
export class Tokens {
  private token: Token | undefined;
  private fetching: Promise<Token> | undefined;

  constructor(
    private readonly login: Login,
    /** Makes the token call. */
    private readonly exchange: (form: TokenForm) => Promise<TokenReply>,
    private readonly now: () => number = Date.now,
  ) {}

  async current(): Promise<string> {
    if ('token' in this.login) return this.login.token;
    if (this.token && this.now() < this.token.renewAt) return this.token.text;
    this.fetching ??= this.fetch(formOf(this.login)).finally(() => (this.fetching = undefined));
    return (await this.fetching).text;
  }

  /** Another one in place of one that was refused before its time; undefined if there is no other. */
  async instead(refused: string): Promise<string | undefined> {
    if ('token' in this.login) return undefined;
    if (this.token?.text === refused) this.token = undefined;
    return this.current();
  }

  private async fetch(form: TokenForm): Promise<Token> {
    const reply = await this.exchange(form);
    const lifeMs = lifeOf(reply);
    const renewAt = this.now() + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs / 10);
    return (this.token = { text: reply.access_token, renewAt });
  }
}

function formOf(login: Exclude<Login, { token: string }>): TokenForm {
  if ('clientId' in login)
    return {
      grant_type: 'client_credentials',
      client_id: login.clientId,
      client_secret: login.clientSecret,
    };
  return { grant_type: 'password', username: login.username, password: login.password };
}

/** `expires` says how long, not when (contract 1.2). Other gateways may leave out what is zero, or tell seconds. */
function lifeOf({ expires }: TokenReply): number {
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = expires as Partial<Record<string, number>>;
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

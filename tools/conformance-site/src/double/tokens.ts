import { randomBytes } from 'node:crypto';
import type { TokenReply } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { Grant } from '../../../../apps/api-gateway/src/users/token-grant';

export interface SiteCredentials {
  readonly siteId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface TokenLife {
  /** What the reply says. */
  readonly expires: TokenReply['expires'];
  /** How long a token is taken, in ms. */
  readonly ms: number;
}

const A_DAY: TokenLife = { expires: { days: 1, hours: 0, minutes: 0 }, ms: 86_400_000 };

/** A request that bears no token that was ever given out: no passing of time leads to it. */
export class NoToken extends DomainError {
  constructor() {
    super('unauthenticated', 'no access token that is known here: send Authorization: Bearer <token>');
  }
}

/** Logins of one site. Tokens are opaque here, as they are to every client. */
export class Tokens {
  readonly site: SiteCredentials = {
    siteId: 'conformance-site',
    clientId: `sys0${randomBytes(6).toString('hex')}`,
    clientSecret: randomBytes(18).toString('base64url'),
  };
  private readonly ends = new Map<string, number>();
  life: TokenLife = A_DAY;

  constructor(private readonly now: () => number) {}

  /** @throws DomainError `wrong-credentials` */
  issue(grant: Grant): TokenReply {
    const { clientId, clientSecret } = this.site;
    const known = grant.grant === 'client_credentials' && grant.client_id === clientId;
    if (!known || grant.client_secret !== clientSecret)
      throw new DomainError(
        'wrong-credentials',
        'this pair of name and secret is not the one that was given',
      );
    const access_token = randomBytes(24).toString('base64url');
    this.ends.set(access_token, this.now() + this.life.ms);
    return { access_token, token_type: 'bearer', expires: this.life.expires };
  }

  /** Tokens of before are good no more; new ones live as said, or for a day. */
  endAll(life: TokenLife = A_DAY): void {
    for (const token of this.ends.keys()) this.ends.set(token, 0);
    this.life = life;
  }

  isGood(authorization: string | undefined): boolean {
    return (this.ends.get(tokenIn(authorization)) ?? 0) > this.now();
  }

  /** @throws DomainError `unauthenticated` */
  verify(authorization: string | undefined): void {
    const until = this.ends.get(tokenIn(authorization));
    if (until === undefined) throw new NoToken();
    if (until <= this.now())
      throw new DomainError(
        'unauthenticated',
        'the access token has expired: get another one by POST /token',
      );
  }
}

function tokenIn(authorization: string | undefined): string {
  return /^bearer +([^\s]+) *$/i.exec(authorization ?? '')?.[1] ?? '';
}

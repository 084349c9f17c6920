import { randomUUID } from 'node:crypto';
import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER, type TokenClaims } from '@callboard/contracts';
import { importJWK, type KeyLike, SignJWT } from 'jose';
import { TOKEN_LIFE_S } from '../domain/token-life';
import { sitesForToken } from '../domain/token-sites';
import type { SigningKeysStore } from '../use-cases/signing-keys-store';
import { newSigningKey } from './new-signing-key';

/**
 * Signs access tokens with the active key of the database. The key is made at the first start of all and outlives
 * restarts, because clients renew their tokens by the clock only and never on a 401 (contract 0, "Token"). It is replaced
 * by `RotateSigningKey`, while processes run.
 */
export class TokenSigner {
  private imported: { kid: string; key: KeyLike | Uint8Array } | undefined;

  /** `prominentSites` are named first in the tokens of users who administer them. */
  constructor(
    private readonly keys: SigningKeysStore,
    private readonly prominentSites: readonly string[],
  ) {}

  /** Loads the key, or makes it; safe in several processes at once. */
  async prepare(): Promise<void> {
    await this.signingKey();
  }

  signForUser(user: { username: string; site_admin: readonly string[] }): Promise<string> {
    const administers = sitesForToken(user.site_admin, this.prominentSites);
    return this.sign({ sub: `user:${user.username}`, administers }, TOKEN_LIFE_S);
  }

  /** `lifeS` in seconds. */
  signForClient(client: { clientId: string; siteId: string }, lifeS = TOKEN_LIFE_S): Promise<string> {
    return this.sign({ sub: `client:${client.clientId}`, site: client.siteId }, lifeS);
  }

  private async sign({ sub, ...claims }: TokenClaims, lifeS: number): Promise<string> {
    const { kid, key } = await this.signingKey();
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid, typ: 'JWT' })
      .setSubject(sub)
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + lifeS)
      .sign(key);
  }

  /** Asked for each time, which costs little beside the comparison of a secret: a key that was replaced signs nothing. */
  private async signingKey(): Promise<{ kid: string; key: KeyLike | Uint8Array }> {
    const { kid, privateJwk } =
      (await this.keys.active()) ?? (await this.keys.activateIfNone(await newSigningKey()));
    if (this.imported?.kid === kid) return this.imported;
    this.imported = { kid, key: await importJWK(privateJwk, TOKEN_ALGORITHM) };
    return this.imported;
  }
}

import {
  type Caller,
  subjectToken,
  TOKEN_ALGORITHM,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { SiteVerifier } from '@callboard/messaging';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { PublishedAccess, type Requests } from './published-access';
import type { TokenKeys } from './token-keys';
import type { TokenRevocations } from './token-revocations';
import { type SignedToken, type VerifiedToken, VerifiedTokens } from './verified-tokens';

/** Decoders of base64 pass over what does not belong; a token that was tampered with is not for us. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

const claimsSchema = z.object({
  /** Names are shorter than this, and hold no NUL. */
  sub: z
    .string()
    .max(310)
    .regex(/^[^\u0000]*$/u),
  jti: z.string().min(1),
  exp: z.number(),
  site: z.string().min(1).optional(),
  administers: z.array(z.string()).optional(),
});

/** Verifies access tokens offline, by the public keys and the revocations that the service `sites` publishes. */
export class TokenVerifier {
  private readonly keys: TokenKeys;
  private readonly revocations: TokenRevocations;
  private readonly verified = new VerifiedTokens();

  /** `access`, unless given, is asked for by `requests`. */
  constructor(
    requests: Requests,
    access: Pick<PublishedAccess, 'keys' | 'revocations'> = new PublishedAccess(requests),
  ) {
    this.keys = access.keys;
    this.revocations = access.revocations;
  }

  /** Loads what is needed to tell good tokens from bad ones, unless it is known. @throws DomainError `unavailable` */
  async prepare(): Promise<void> {
    await Promise.all([this.keys.prepare(), this.revocations.prepare()]);
  }

  /**
   * @throws DomainError `unauthenticated` for a token that is malformed, forged, expired, revoked, of another algorithm
   *   or made for somebody else; `unavailable` while its key or the revocations cannot be loaded
   */
  async verify(token: string): Promise<VerifiedToken> {
    const { keyId, subject, ...verified } = this.verified.find(token) ?? (await this.verifySignature(token));
    await this.revocations.check(subject);
    // After it: whoever had not looked for long learned of retired keys there.
    await this.keys.find(keyId);
    return verified;
  }

  private async verifySignature(token: string): Promise<SignedToken> {
    try {
      if (!COMPACT.test(token)) throw new errors.JWSInvalid('not three parts of base64url');
      const { payload, protectedHeader } = await jwtVerify(token, (header) => this.keys.find(header.kid), {
        algorithms: [TOKEN_ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
        requiredClaims: ['sub', 'jti', 'exp'],
      });
      const claims = claimsSchema.parse(payload);
      const signed = {
        caller: callerOf(claims),
        tokenId: claims.jti,
        expiresAt: new Date(claims.exp * 1000),
        subject: claims.sub,
        keyId: protectedHeader.kid ?? '',
      };
      this.verified.keep(token, signed);
      return signed;
    } catch (error) {
      if (error instanceof DomainError) throw error;
      const why =
        error instanceof errors.JWTExpired ? 'it has expired' : 'it is malformed, forged or not for us';
      throw unauthenticated(`the access token is not valid (${why}): ask for a new one`);
    }
  }
}

/** The door of `site.*` (design 4): a valid token of a site's client, and the very site that the subject names. */
export function siteVerifier(tokens: Pick<TokenVerifier, 'verify'>): SiteVerifier {
  return async (token, siteToken) => {
    if (token === undefined) throw unauthenticated('no access token: send one in the header Callboard-Token');
    const { caller } = await tokens.verify(token);
    if (caller.kind !== 'site')
      throw new DomainError('forbidden', 'this subject is for sites: use a token of a site client');
    if (subjectToken(caller.siteId) !== siteToken) {
      throw new DomainError('forbidden', 'the token belongs to another site than the subject names');
    }
    return caller;
  };
}

function callerOf({ sub, site, administers }: z.infer<typeof claimsSchema>): Caller {
  const [kind, name] = splitOnce(sub);
  if (kind === 'user' && name !== '') return { kind: 'user', username: name, administers: administers ?? [] };
  if (kind === 'client' && name !== '' && site !== undefined)
    return { kind: 'site', siteId: site, clientId: name };
  throw unauthenticated('the access token names nobody: ask for a new one');
}

function splitOnce(sub: string): [string, string] {
  const colon = sub.indexOf(':');
  return colon < 0 ? ['', ''] : [sub.slice(0, colon), sub.slice(colon + 1)];
}

function unauthenticated(text: string): DomainError {
  return new DomainError('unauthenticated', text);
}

import { z } from 'zod';

/** What the caller is allowed by name, as far as the right asked for can come from it; whoever passes it on looked it up. */
const allowances = z.array(z.string()).optional();

/**
 * Who asks. A user's `administers` lists the sites that the user administers.
 * Over `site.*` the receiving service builds it from the verified token, over `rpc.*` the gateway sends it.
 */
export const callerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({ kind: z.literal('user'), username: z.string(), administers: z.array(z.string()), allowances }),
  z.object({ kind: z.literal('site'), siteId: z.string(), clientId: z.string(), allowances }),
  z.object({ kind: z.literal('service'), service: z.string() }),
]);
export type Caller = z.infer<typeof callerSchema>;

export const ANONYMOUS: Caller = { kind: 'anonymous' };

/** The caller in words, for history rows and log lines, such as `site:NERSC`. */
export function nameOfCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'user':
      return `user:${caller.username}`;
    case 'site':
      return `site:${caller.siteId}`;
    case 'service':
      return `service:${caller.service}`;
  }
}

/** Claims of an access token besides `sub`, `iat`, `exp`, `jti`, `iss`, `aud` (contract 0, "Token"). */
export interface TokenClaims {
  /** `user:<username>` or `client:<client_id>`. */
  sub: string;
  /** Site of a client. */
  site?: string;
  /** Sites that a user administered when the token was made. */
  administers?: string[];
}

export const TOKEN_ISSUER = 'callboard';
export const TOKEN_AUDIENCE = 'callboard';
export const TOKEN_ALGORITHM = 'EdDSA';

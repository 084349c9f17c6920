import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, jwtVerify } from 'jose';

/** How ID tokens of ORCID are told from forged ones. */
export interface OrcidSettings {
  jwks: JSONWebKeySet;
  issuer: string;
  /** Our client id at ORCID: a token that somebody gave to another application is none for us. */
  audience: string;
}

/** Somebody who logged in at ORCID. */
export interface OrcidPerson {
  subject: string;
  fullName: string | null;
}

const LONGEST_NAME = 500;

/** Verifies ID tokens of ORCID by the keys of the settings: nothing is asked of ORCID itself. */
export class OrcidTokens {
  private readonly keys: ReturnType<typeof createLocalJWKSet>;

  constructor(private readonly settings: OrcidSettings) {
    this.keys = createLocalJWKSet(settings.jwks);
  }

  /** Who a token is about; undefined for one that is forged, for another application, or past its end. */
  async verify(token: string): Promise<OrcidPerson | undefined> {
    const { issuer, audience } = this.settings;
    const rules = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp', 'sub'] };
    try {
      const { payload } = await jwtVerify(token, this.keys, rules);
      return { subject: payload.sub ?? '', fullName: nameIn(payload) };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

/** Whom a token says it is about, before anything of it is believed; for counting failures. */
export function claimedSubject(token: string): string {
  try {
    return decodeJwt(token).sub ?? '';
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return '';
    throw error;
  }
}

function nameIn(claims: Record<string, unknown>): string | null {
  const parts = [claims.given_name, claims.family_name].filter((part) => typeof part === 'string');
  const name = typeof claims.name === 'string' ? claims.name : parts.join(' ');
  return name.trim().slice(0, LONGEST_NAME) || null;
}

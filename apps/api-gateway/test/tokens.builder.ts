import { TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER, type TokenClaims } from '@callboard/contracts';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A signing key as the service `sites` has one, and tokens made by it. */
export async function signingKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair(TOKEN_ALGORITHM, { crv: 'Ed25519' });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: TOKEN_ALGORITHM, kty: 'OKP' };
  const token = ({ sub, ...claims }: TokenClaims, expires: string | number = '1d'): Promise<string> =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid })
      .setSubject(sub)
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setJti(`${sub}-${Math.random()}`)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(privateKey);
  return { jwk, token };
}

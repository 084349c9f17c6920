import { TOKEN_ALGORITHM } from '@callboard/contracts';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { SigningKey } from '../use-cases/signing-keys-store';

/** Makes an Ed25519 key pair; its `kid` is the thumbprint of the public key. */
export async function newSigningKey(): Promise<SigningKey> {
  const pair = await generateKeyPair(TOKEN_ALGORITHM, { crv: 'Ed25519', extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  return {
    kid,
    publicJwk: { ...publicJwk, kid, alg: TOKEN_ALGORITHM, use: 'sig' },
    privateJwk: await exportJWK(pair.privateKey),
  };
}

import type { JWK } from 'jose';

export const SIGNING_KEYS_STORE = Symbol('SIGNING_KEYS_STORE');

export interface SigningKey {
  kid: string;
  publicJwk: JWK;
  privateJwk: JWK;
}

/** A public key as everybody may see it. */
export type PublicKey = { kid: string; kty: string; [member: string]: unknown };

/** Where the keys of access tokens are kept. One key is active: new tokens are signed with it. */
export interface SigningKeysStore {
  active(): Promise<SigningKey | undefined>;
  /** Makes the key the active one unless there is one already, and gives the one that is active then. */
  activateIfNone(key: SigningKey): Promise<SigningKey>;
  /** Public parts of all keys whose tokens may still be in use. */
  publicKeys(): Promise<PublicKey[]>;
}

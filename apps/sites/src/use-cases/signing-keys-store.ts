import type { JWK } from 'jose';

export const SIGNING_KEYS_STORE = Symbol('SIGNING_KEYS_STORE');

export interface SigningKey {
  kid: string;
  publicJwk: JWK;
  privateJwk: JWK;
}

/** A public key as everybody may see it. */
export type PublicKey = { kid: string; kty: string; [member: string]: unknown };

/** A key that is published and does not sign yet. */
export interface NextKey {
  kid: string;
  /** For how long it has been published, in ms. */
  publishedMs: number;
}

/** Where the keys of access tokens are kept. One key is active: new tokens are signed with it. */
export interface SigningKeysStore {
  active(): Promise<SigningKey | undefined>;
  /** Makes the key the active one unless there is one already, and gives the one that is active then. */
  activateIfNone(key: SigningKey): Promise<SigningKey>;
  /** Public parts of all keys whose tokens are taken: of the one that signs, of the next one, of those not retired yet. */
  publicKeys(): Promise<PublicKey[]>;
}

/** How the active key is replaced. Any number of programs may do so at once. */
export interface KeyRotationStore {
  /** Publishes the key, unless another one waits already; gives the one that waits. */
  publishNext(key: SigningKey): Promise<NextKey>;
  /** Takes back a key that waits, if there is one: it will never sign. */
  dropNext(): Promise<void>;
  /**
   * The key that waits signs from now on, and the one before retires `keptS` seconds from now; its private part is
   * deleted. Without `keptS` every other key retires at once. False when that key does not wait (any more).
   */
  activate(kid: string, keptS?: number): Promise<boolean>;
}

import { TOKEN_ALGORITHM } from '@callboard/contracts';
import { DomainError, messageOf } from '@callboard/kernel';
import { importJWK, type JWK, type KeyLike } from 'jose';

/** A public key, as a JWK. */
export type PublishedKey = Pick<JWK, 'alg'> & { kid: string; kty: string };

/** Loads the published keys. */
export type LoadKeys = () => Promise<readonly PublishedKey[]>;

/** Unknown key ids ask for the keys at most this often, so that forged tokens cannot storm the service `sites`. */
const RELOAD_MS = 1_000;

/**
 * The public keys of access tokens, by key id (the thumbprint of the key): loaded when first needed, again for an unknown
 * id, and replaced whenever somebody has newer ones.
 */
export class TokenKeys {
  private keys = new Map<string, KeyLike | Uint8Array>();
  private loading: Promise<void> | undefined;
  private loadedAt = Number.NEGATIVE_INFINITY;

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(
    private readonly load: LoadKeys,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws DomainError `unauthenticated` for an id that does not exist, `unavailable` while that cannot be told */
  async find(kid: string | undefined): Promise<KeyLike | Uint8Array> {
    if (kid === undefined)
      throw new DomainError('unauthenticated', 'the access token names no key: ask for a new one');
    const known = this.keys.get(kid);
    if (known !== undefined) return known;
    await this.reload();
    const loaded = this.keys.get(kid);
    if (loaded !== undefined) return loaded;
    this.refuseNone();
    throw new DomainError(
      'unauthenticated',
      'the access token is signed by an unknown key: ask for a new one',
    );
  }

  /** Loads the keys unless some are known. @throws DomainError `unavailable` */
  async prepare(): Promise<void> {
    if (this.keys.size === 0) await this.reload();
    this.refuseNone();
  }

  /** Takes what is published now: a key that is missing was retired, and verifies nothing any more. */
  async replace(published: readonly PublishedKey[]): Promise<void> {
    const usable = published.filter(({ alg }) => alg === undefined || alg === TOKEN_ALGORITHM);
    const imported = usable.map(
      async (jwk) =>
        [jwk.kid, this.keys.get(jwk.kid) ?? (await importJWK(jwk as JWK, TOKEN_ALGORITHM))] as const,
    );
    this.keys = new Map(await Promise.all(imported));
  }

  private refuseNone(): void {
    if (this.keys.size > 0) return;
    throw new DomainError(
      'unavailable',
      'there are no keys yet to verify access tokens by: try again after a while',
    );
  }

  private reload(): Promise<void> {
    if (this.now() - this.loadedAt < RELOAD_MS) return Promise.resolve();
    this.loading ??= this.loadAll().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async loadAll(): Promise<void> {
    try {
      await this.replace(await this.load());
      this.loadedAt = this.now();
    } catch (error) {
      const text = `access tokens cannot be verified now (${messageOf(error)}): try again after a while`;
      throw new DomainError('unavailable', text);
    }
  }
}

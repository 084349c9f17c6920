import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '@callboard/contracts';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { PublicKey, SigningKey, SigningKeysStore } from '../use-cases/signing-keys-store';
import { newSigningKey } from './new-signing-key';
import { TokenSigner } from './token-signer';

/** Keys in memory, as the database keeps them. */
class KeysInMemory implements SigningKeysStore {
  readonly kept: SigningKey[] = [];
  failures = 0;

  active(): Promise<SigningKey | undefined> {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error('no database'));
    }
    return Promise.resolve(this.kept[0]);
  }

  activateIfNone(key: SigningKey): Promise<SigningKey> {
    if (this.kept.length === 0) this.kept.push(key);
    return Promise.resolve(this.kept[0] ?? key);
  }

  publicKeys(): Promise<PublicKey[]> {
    return Promise.resolve(this.kept.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, kty: 'OKP' })));
  }
}

const verify = async (keys: KeysInMemory, token: string) =>
  jwtVerify(token, createLocalJWKSet({ keys: await keys.publicKeys() }), {
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    algorithms: ['EdDSA'],
  });

describe('TokenSigner', () => {
  it('signs tokens of one day that the public key verifies', async () => {
    const keys = new KeysInMemory();
    const signer = new TokenSigner(keys, ['nmdc-runtime']);
    const user = await verify(
      keys,
      await signer.signForUser({ username: 'a:b', site_admin: ['x', 'nmdc-runtime'] }),
    );
    expect(user.payload).toMatchObject({ sub: 'user:a:b', administers: ['nmdc-runtime', 'x'] });
    expect((user.payload.exp ?? 0) - (user.payload.iat ?? 0)).toBe(86_400);
    const client = await verify(keys, await signer.signForClient({ clientId: 'sys0abc', siteId: 'NERSC' }));
    expect(client.payload).toMatchObject({ sub: 'client:sys0abc', site: 'NERSC' });
    expect(client.payload.jti).not.toBe(user.payload.jti);
    expect(client.protectedHeader.kid).toBe(keys.kept[0]?.kid);
  });

  it('uses the key that is there, so that tokens outlive a restart', async () => {
    const keys = new KeysInMemory();
    const [before, after] = [new TokenSigner(keys, []), new TokenSigner(keys, [])];
    const token = await before.signForClient({ clientId: 'c', siteId: 's' });
    await after.prepare();
    expect(keys.kept).toHaveLength(1);
    await expect(verify(keys, token)).resolves.toBeDefined();
    const later = await after.signForClient({ clientId: 'c', siteId: 's' });
    expect(decodeProtectedHeader(later).kid).toBe(decodeProtectedHeader(token).kid);
  });

  it('signs with the new key as soon as there is one', async () => {
    const keys = new KeysInMemory();
    const signer = new TokenSigner(keys, []);
    const before = await signer.signForClient({ clientId: 'c', siteId: 's' });
    const next = await newSigningKey();
    keys.kept.unshift(next);
    const after = await signer.signForClient({ clientId: 'c', siteId: 's' });
    expect(decodeProtectedHeader(after).kid).toBe(next.kid);
    for (const token of [before, after]) await expect(verify(keys, token)).resolves.toBeDefined();
  });

  it('tries again after the database was away', async () => {
    const keys = new KeysInMemory();
    keys.failures = 1;
    const signer = new TokenSigner(keys, []);
    await expect(signer.prepare()).rejects.toThrow('no database');
    await expect(signer.prepare()).resolves.toBeUndefined();
  });

  it('keeps the private part out of the public key', async () => {
    const { publicJwk, privateJwk } = await newSigningKey();
    expect(Object.keys(publicJwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    expect(privateJwk.d).toBeDefined();
  });
});

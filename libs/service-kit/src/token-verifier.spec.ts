import { subjectToken, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import {
  base64url,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  type KeyLike,
  SignJWT,
} from 'jose';
import { PublishedAccess } from './published-access';
import { TokenKeys } from './token-keys';
import { TokenRevocations } from './token-revocations';
import { siteVerifier, TokenVerifier } from './token-verifier';

interface Signer {
  kid: string;
  privateKey: KeyLike;
  jwk: JWK & { kid: string; kty: string };
}

async function signer(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, kty: 'OKP', alg: 'EdDSA', use: 'sig' },
  };
}

const SITE_CLAIMS = { sub: 'client:c1', site: 'NERSC' };

function tokenOf(
  by: Signer,
  claims: JWTPayload = SITE_CLAIMS,
  more: { exp?: string; iss?: string; aud?: string } = {},
) {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: by.kid })
    .setIssuedAt()
    .setJti('t1')
    .setIssuer(more.iss ?? TOKEN_ISSUER)
    .setAudience(more.aud ?? TOKEN_AUDIENCE)
    .setExpirationTime(more.exp ?? '1d')
    .sign(by.privateKey);
}

/** A verifier that knows the keys of these signers. */
function verifierOf(...signers: Signer[]): TokenVerifier {
  const request = async () => ({ keys: signers.map(({ jwk }) => jwk) }) as never;
  return new TokenVerifier({ request });
}

describe('TokenVerifier', () => {
  let ours: Signer;
  let verifier: TokenVerifier;

  beforeAll(async () => {
    ours = await signer('k1');
    verifier = verifierOf(ours);
  });

  it('tells whose the token is', async () => {
    expect(await verifier.verify(await tokenOf(ours))).toEqual({
      caller: { kind: 'site', siteId: 'NERSC', clientId: 'c1' },
      tokenId: 't1',
      expiresAt: expect.any(Date),
    });
    const user = await verifier.verify(await tokenOf(ours, { sub: 'user:a:b', administers: ['NERSC'] }));
    expect(user.caller).toEqual({ kind: 'user', username: 'a:b', administers: ['NERSC'] });
  });

  it('asks again whether a token that it has seen was revoked', async () => {
    const revocations = new TokenRevocations(() => Promise.resolve([]));
    const request = async () => ({ keys: [ours.jwk] }) as never;
    const careful = new TokenVerifier({ request }, { ...new PublishedAccess({ request }), revocations });
    const token = await tokenOf(ours);
    await careful.verify(token);
    revocations.add([{ subject: 'client:c1', until: Date.now() / 1000 + 60 }]);
    await expect(careful.verify(token)).rejects.toThrow('revoked');
  });

  it('refuses what is forged, expired, meant for others, or names nobody', async () => {
    const stranger = await signer('k1');
    const bad = [
      await tokenOf(stranger),
      await tokenOf(ours, SITE_CLAIMS, { exp: '-1s' }),
      await tokenOf(ours, SITE_CLAIMS, { iss: 'somebody' }),
      await tokenOf(ours, SITE_CLAIMS, { aud: 'somebody' }),
      await tokenOf(ours, { sub: 'client:c1' }),
      await tokenOf(ours, { sub: 'robot:c1' }),
      await tokenOf(ours, { sub: 'user:' }),
      `${(await tokenOf(ours)).slice(0, -8)}AAAAAAAA`,
      'nonsense',
      '',
    ];
    for (const token of bad)
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('takes no other algorithm: none, or the public key as a shared secret', async () => {
    const [, claims] = (await tokenOf(ours)).split('.');
    const none = `${base64url.encode('{"alg":"none","kid":"k1"}')}.${claims}.`;
    await expect(verifier.verify(none)).rejects.toMatchObject({ code: 'unauthenticated' });
    const shared = await new SignJWT({ sub: 'user:admin', jti: 'x' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setExpirationTime('1d')
      .sign(base64url.decode(ours.jwk.x ?? ''));
    await expect(verifier.verify(shared)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('refuses a revoked subject, and takes no token while revocations cannot be told (design 7)', async () => {
    const load = jest.fn().mockRejectedValueOnce(new Error('no answer'));
    load.mockResolvedValue([{ subject: 'client:c1', until: 4_000_000_000 }]);
    const request = async () => ({ keys: [ours.jwk] }) as never;
    const verify = new TokenVerifier(
      { request },
      { ...new PublishedAccess({ request }), revocations: new TokenRevocations(load) },
    );
    const other = await tokenOf(ours, { sub: 'client:c2', site: 'NERSC' });
    await expect(verify.verify(other)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(verify.verify(await tokenOf(ours))).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('revoked'),
    });
    await verify.verify(other);
  });

  it('refuses a token that it has seen once its key was retired, and knows a new key before it signs', async () => {
    const next = await signer('k2');
    let published = [ours.jwk];
    const request = async () => ({ keys: published }) as never;
    const access = new PublishedAccess({ request });
    const running = new TokenVerifier({ request }, access);
    const [old, fresh] = [await tokenOf(ours), await tokenOf(next)];
    await running.verify(old);
    published = [ours.jwk, next.jwk];
    await access.revocations.reload();
    await running.verify(fresh);
    await running.verify(old);
    published = [next.jwk];
    await access.revocations.reload();
    await expect(running.verify(old)).rejects.toMatchObject({
      code: 'unauthenticated',
      message: /unknown key/,
    });
    await running.verify(fresh);
  });

  it('learns of a retired key before it takes a token, if it has not looked for long', async () => {
    let published = [ours.jwk];
    let now = 0;
    const request = async () => ({ keys: published }) as never;
    const { keys } = new PublishedAccess({ request });
    const load = async () => {
      await keys.replace(published);
      return [];
    };
    const held = new TokenVerifier(
      { request },
      { keys, revocations: new TokenRevocations(load, undefined, () => now) },
    );
    const token = await tokenOf(ours);
    await held.verify(token);
    published = [];
    now = 10_000;
    await expect(held.verify(token)).rejects.toThrow();
  });

  it('is unavailable while there are no keys', async () => {
    const request = async () => {
      throw new DomainError('unavailable', 'the service sites is not running');
    };
    const verify = new TokenVerifier({ request }).verify(await tokenOf(ours));
    await expect(verify).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('sites'),
    });
    await expect(verifierOf().verify(await tokenOf(ours))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('TokenKeys', () => {
  it('loads once for many at once, and again for an unknown id, at most once a second', async () => {
    const first = await signer('k1');
    const second = await signer('k2');
    let published = [first.jwk];
    let loads = 0;
    let now = 0;
    const keys = new TokenKeys(
      async () => {
        loads += 1;
        return published;
      },
      () => now,
    );
    await Promise.all([keys.find('k1'), keys.find('k1'), keys.find('k1')]);
    expect(loads).toBe(1);
    published = [first.jwk, second.jwk];
    now = 999;
    for (let n = 0; n < 5; n += 1)
      await expect(keys.find('k2')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(loads).toBe(1);
    now = 1000;
    await keys.find('k2');
    expect(loads).toBe(2);
    await expect(keys.find(undefined)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('siteVerifier', () => {
  it('lets a site in by its own door only', async () => {
    const ours = await signer('k1');
    const verify = siteVerifier(verifierOf(ours));
    const token = await tokenOf(ours);
    expect(await verify(token, subjectToken('NERSC'))).toMatchObject({ kind: 'site', siteId: 'NERSC' });
    await expect(verify(token, subjectToken('LANL'))).rejects.toMatchObject({ code: 'forbidden' });
    const user = await tokenOf(ours, { sub: 'user:NERSC' });
    await expect(verify(user, subjectToken('NERSC'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(verify(undefined, subjectToken('NERSC'))).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

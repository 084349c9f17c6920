import {
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  type KeyObject,
} from 'node:crypto';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '@callboard/contracts';
import { Client } from 'pg';
import type { Stack } from '../../../../../tools/dev-stack/src/stack';

interface Kept {
  kid: string;
  publicJwk: { x: string };
  privateJwk: Record<string, string>;
}

type Claims = Record<string, unknown>;

const inPart = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Makes tokens as the service `sites` does, with its own key, so that a forged one differs from a good one in one
 * thing only.
 */
export class TokenForge {
  private readonly key: KeyObject;

  private constructor(private readonly kept: Kept) {
    this.key = createPrivateKey({ key: kept.privateJwk, format: 'jwk' });
  }

  static async of(stack: Stack): Promise<TokenForge> {
    const client = new Client({ connectionString: stack.servers.databaseUrl('sites') });
    await client.connect();
    try {
      const { rows } = await client.query<Kept>(
        'select kid, public_jwk as "publicJwk", private_jwk as "privateJwk" from signing_keys where active',
      );
      const [kept] = rows;
      if (kept === undefined) throw new Error('the service sites has no signing key');
      return new TokenForge(kept);
    } finally {
      await client.end();
    }
  }

  /** A token that holds, unless the header or the claims are told to be others. */
  token(claims: Claims, header: Claims = {}, key: KeyObject = this.key): string {
    const text = this.text(claims, header);
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  }

  /** Values of `Authorization` that must be refused on every route that asks for a token, for the subject of a good one. */
  forged(good: Claims): Record<string, string> {
    const token = this.token(good);
    const [head = '', body = '', signature = ''] = token.split('.');
    const soon = Math.floor(Date.now() / 1000);
    const another = generateKeyPairSync('ed25519').privateKey;
    const hmac = (key: string | Buffer): string => {
      const text = this.text(good, { alg: 'HS256' });
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
    };
    const { exp: _exp, ...withoutEnd } = this.claims(good);
    const tokens = {
      'alg none': `${this.text(good, { alg: 'none' })}.`,
      'alg None, signed': this.token(good, { alg: 'None' }),
      'no alg': this.token(good, { alg: undefined }),
      'HS256 by the public key': hmac(Buffer.from(this.kept.publicJwk.x, 'base64url')),
      'HS256 by the public key as text': hmac(this.kept.publicJwk.x),
      'HS256 by nothing': hmac(''),
      'RS256 named': this.token(good, { alg: 'RS256' }),
      'another key': this.token(good, {}, another),
      'an unknown kid': this.token(good, { kid: 'unknown' }),
      'a kid that is a path': this.token(good, { kid: '../../../../dev/null' }),
      'a kid of SQL': this.token(good, { kid: "' or 1=1--" }),
      'a kid that is no text': this.token(good, { kid: { $ne: null } }),
      'a kid from the prototype': this.token(good, { kid: '__proto__' }),
      'no kid': this.token(good, { kid: undefined }),
      'a key in the header': this.token(good, {
        jwk: { kty: 'OKP', crv: 'Ed25519', x: this.kept.publicJwk.x },
        kid: 'x',
      }),
      'an unknown crit': this.token(good, { crit: ['exp'], exp: soon }),
      expired: this.token({ ...good, exp: soon - 1 }),
      'expired long ago': this.token({ ...good, exp: 1 }),
      'no exp': this.exact(withoutEnd),
      'an exp that is text': this.token({ ...good, exp: '9999999999' }),
      'an exp beyond all numbers': this.raw(
        `{"sub":${JSON.stringify(good.sub)},"jti":"x","iss":"${TOKEN_ISSUER}","aud":"${TOKEN_AUDIENCE}","exp":1e400}`,
      ),
      'not yet': this.token({ ...good, nbf: soon + 3600 }),
      'another audience': this.token({ ...good, aud: 'another' }),
      'no audience': this.token({ ...good, aud: undefined }),
      'another issuer': this.token({ ...good, iss: 'https://evil.example.org' }),
      'no issuer': this.token({ ...good, iss: undefined }),
      'no subject': this.token({ ...good, sub: undefined }),
      'an empty subject': this.token({ ...good, sub: '' }),
      'a subject of no kind': this.token({ ...good, sub: 'admin' }),
      'a subject of another kind': this.token({ ...good, sub: 'service:jobs' }),
      'a subject that is an object': this.token({ ...good, sub: { $ne: 1 } }),
      'a client without a site': this.token({ sub: 'client:x' }),
      'an unknown user': this.token({ sub: 'user:nobody-of-that-name', administers: ['nmdc-runtime'] }),
      'a user with NUL': this.token({ sub: 'user:\u0000' }),
      'a user of 5,000 characters': this.token({ sub: `user:${'x'.repeat(5000)}` }),
      'no jti': this.token({ ...good, jti: undefined }),
      'other claims under the signature': `${head}.${inPart({ ...this.claims(good), sub: 'user:root' })}.${signature}`,
      'claims that are no object': this.raw('[]'),
      'claims that are no JSON': this.raw('{'),
      'no signature': `${head}.${body}.`,
      'two parts': `${head}.${body}`,
      'four parts': `${token}.${signature}`,
      'the last character gone': token.slice(0, -1),
      'half of it': token.slice(0, token.length / 2),
      garbage: 'x.y.z',
      'no token at all': '',
      'ten thousand characters': 'x'.repeat(10_000),
      'Bearer twice': `Bearer ${token}`,
      'two tokens': `${token} ${token}`,
      'a comma after it': `${token},`,
    };
    const schemes = {
      Basic: `Basic ${Buffer.from('a:b').toString('base64')}`,
      'no scheme': token,
      'Token instead of Bearer': `Token ${token}`,
      Bearer: 'Bearer',
      'a NUL-like scheme': `Bearer\t\t${token}x`,
      emptiness: '',
    };
    const bearer = Object.entries(tokens).map(([name, text]) => [name, `Bearer ${text}`] as const);
    return { ...Object.fromEntries(bearer), ...schemes };
  }

  private claims(more: Claims): Claims {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: TOKEN_ISSUER, aud: TOKEN_AUDIENCE, iat: now, exp: now + 3600, jti: randomUUID() };
    return { ...usual, ...more };
  }

  private text(claims: Claims, header: Claims): string {
    return `${inPart({ alg: 'EdDSA', typ: 'JWT', kid: this.kept.kid, ...header })}.${inPart(this.claims(claims))}`;
  }

  private exact(claims: Claims): string {
    return this.raw(JSON.stringify(claims));
  }

  /** Claims as text, rightly signed. */
  private raw(claims: string): string {
    const text = `${inPart({ alg: 'EdDSA', kid: this.kept.kid })}.${Buffer.from(claims).toString('base64url')}`;
    return `${text}.${sign(null, Buffer.from(text), this.key).toString('base64url')}`;
  }
}

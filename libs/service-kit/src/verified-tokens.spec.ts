import { type SignedToken, VerifiedTokens } from './verified-tokens';

const signed = (expiresAt: number): SignedToken => ({
  caller: { kind: 'site', siteId: 'NERSC', clientId: 'c1' },
  tokenId: 't1',
  subject: 'client:c1',
  keyId: 'k1',
  expiresAt: new Date(expiresAt),
});

describe('VerifiedTokens', () => {
  it('forget a token in the moment that it expires', () => {
    let now = 1_000;
    const tokens = new VerifiedTokens(() => now);
    tokens.keep('token', signed(2_000));
    now = 1_999;
    expect(tokens.find('token')).toEqual(signed(2_000));
    now = 2_000;
    expect(tokens.find('token')).toBeUndefined();
    now = 1_000;
    expect(tokens.find('token')).toBeUndefined();
  });

  it('are bounded: beyond ten thousand the oldest goes', () => {
    const tokens = new VerifiedTokens(() => 0);
    for (let n = 0; n <= 10_000; n += 1) tokens.keep(`token ${n}`, signed(1));
    expect(tokens.find('token 0')).toBeUndefined();
    expect(tokens.find('token 1')).toBeDefined();
    expect(tokens.find('token 10000')).toBeDefined();
  });
});

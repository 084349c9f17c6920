import { grantOf } from './token-grant';

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('the grant of a token form (contract 2.1)', () => {
  it('takes a password pair', () => {
    expect(grantOf({ grant_type: 'password', username: 'ada', password: 'x' }, undefined)).toEqual({
      grant: 'password',
      username: 'ada',
      password: 'x',
    });
  });

  it('takes a client from the form, or from HTTP Basic when the form has none', () => {
    const client = { grant: 'client_credentials', client_id: 'a', client_secret: 'b:c' };
    expect(grantOf({ client_id: 'a', client_secret: 'b:c' }, basic('x:y'))).toEqual(client);
    expect(grantOf({ grant_type: 'client_credentials' }, basic('a:b:c'))).toEqual(client);
  });

  it('D35: takes a JWT without a secret for an ID token of ORCID, in the form alone', () => {
    const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmVk';
    expect(grantOf({ client_id: jwt }, undefined)).toEqual({ grant: 'orcid', id_token: jwt });
    expect(grantOf({ client_id: jwt, client_secret: 's' }, undefined).grant).toBe('client_credentials');
    expect(() => grantOf({}, basic(`${jwt}:`))).toThrow(
      expect.objectContaining({ code: 'wrong-credentials' }),
    );
  });

  it.each([
    [{ grant_type: 'password' as const, username: 'ada' }, undefined],
    [{}, basic('no-colon')],
    [{}, basic(':no-name')],
    [{}, 'Bearer x'],
    [{}, undefined],
  ])('refuses %j with %j', (form, header) => {
    expect(() => grantOf(form, header)).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });

  it.each([
    [{ client_id: 'a' }, basic('a:b')],
    [{ client_id: 'a.b.c', grant_type: 'client_credentials' as const }, undefined],
    [{}, basic('no-secret:')],
  ])('D35 (contract 2.1): takes %j with %j for a wrong login, never for a fault', (form, header) => {
    expect(() => grantOf(form, header)).toThrow(expect.objectContaining({ code: 'wrong-credentials' }));
  });
});

import { readOrcidSettings } from './orcid-settings';

const key = { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'one' };
const ORCID_JWKS = JSON.stringify({ keys: [key] });

describe('settings of the log-in by ORCID', () => {
  it('are none unless keys are given', () => expect(readOrcidSettings({})).toBeUndefined());

  it('name the keys, the issuer and the application', () =>
    expect(readOrcidSettings({ ORCID_JWKS, ORCID_AUDIENCE: 'APP-1' })).toEqual({
      jwks: { keys: [key] },
      issuer: 'https://orcid.org',
      audience: 'APP-1',
    }));

  it('are refused without the application: tokens of any would be taken', () =>
    expect(() => readOrcidSettings({ ORCID_JWKS })).toThrow(/ORCID_AUDIENCE is missing/));

  it.each(['{', '{}', '{"keys":[]}', JSON.stringify({ keys: [{ ...key, d: 'c2VjcmV0' }] })])(
    'refuse %s for keys, and do not repeat it',
    (text) => {
      const read = () => readOrcidSettings({ ORCID_JWKS: text, ORCID_AUDIENCE: 'APP-1' });
      expect(read).toThrow(/ORCID_JWKS must be a JWK set of public RSA keys/);
      expect(read).not.toThrow(/c2VjcmV0/);
    },
  );
});

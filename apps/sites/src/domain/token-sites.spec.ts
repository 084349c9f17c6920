import { sitesForToken } from './token-sites';

describe('sites named in a token', () => {
  it('are all of them, the given ones first, then the newest, each once', () => {
    expect(
      sitesForToken(['runtime', 'old', 'useradmin', 'new'], ['useradmin', 'runtime', 'elsewhere']),
    ).toEqual(['useradmin', 'runtime', 'new', 'old']);
  });

  it('stay small enough for a header, whatever the user has created', () => {
    const many = Array.from({ length: 5_000 }, (_, n) => `site-ö-${n}`);
    const taken = sitesForToken(['runtime', ...many], ['runtime']);
    expect(Buffer.byteLength(JSON.stringify(taken))).toBeLessThanOrEqual(4_096);
    expect(taken.slice(0, 2)).toEqual(['runtime', 'site-ö-4999']);
    expect(taken.length).toBeGreaterThan(200);
  });
});

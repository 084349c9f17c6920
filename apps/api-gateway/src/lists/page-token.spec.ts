import { pageToken, readPageToken } from './page-token';

describe('page tokens', () => {
  it('lead to the page after an id, of their own list', () => {
    const token = pageToken('jobs', 'nmdc:a');
    expect(readPageToken('jobs', token)).toBe('nmdc:a');
    expect(() => readPageToken('sites', token)).toThrow('unknown page_token');
  });

  it.each(['', 'x', '!', Buffer.from('{"c":"jobs"}').toString('base64url'), 'e30'])(
    '%j is refused',
    (token) => {
      expect(() => readPageToken('jobs', token)).toThrow('unknown page_token');
    },
  );
});

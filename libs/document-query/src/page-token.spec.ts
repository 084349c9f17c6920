import { filterIdentity } from './filter-identity';
import { pageToken, readPageToken } from './page-token';

const JOBS = { collection: 'jobs', filter: '' };

describe('page tokens (contract D12)', () => {
  it('lead to the page after an id, again and again', () => {
    const token = pageToken(JOBS, 'nmdc:a');
    expect([readPageToken(JOBS, token), readPageToken(JOBS, token)]).toEqual(['nmdc:a', 'nmdc:a']);
  });

  it('are good for their own list and filter alone', () => {
    const token = pageToken(JOBS, 'nmdc:a');
    expect(() => readPageToken({ ...JOBS, collection: 'sites' }, token)).toThrow(/another list than sites/);
    expect(() => readPageToken({ ...JOBS, filter: 'x' }, token)).toThrow(/repeat the filter/);
  });

  const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    '',
    'x',
    '!',
    made({}),
    made(null),
    made([1, 'jobs', '']),
    made([1, 'jobs', '', '']),
    made([2, 'jobs', '', 'a']),
  ])('%j is refused', (token) => {
    expect(() => readPageToken(JOBS, token)).toThrow('unknown page_token');
  });
});

describe('the identity of a filter', () => {
  it('is the same for the same JSON', () => {
    expect(filterIdentity('{"a":{"b":1,"c":[2]},"d":3}')).toBe(
      filterIdentity(' {"d":3, "a":{"c":[2],"b":1}} '),
    );
    expect(filterIdentity('{"a":[1,2]}')).not.toBe(filterIdentity('{"a":[2,1]}'));
    expect(filterIdentity('{"a":1}')).not.toBe(filterIdentity('{"a":"1"}'));
  });

  it('is empty for everything, and minds what else decides', () => {
    expect(['', undefined, '{}'].map((text) => filterIdentity(text))).toEqual(['', '', '']);
    expect(filterIdentity('', 'site:NERSC')).not.toBe(filterIdentity('', 'site:LANL'));
  });
});

import { isOrcidId } from './orcid-id';

describe('an ORCID iD', () => {
  it.each(['0000-0002-1825-0097', '0000-0001-5109-3700', '0000-0002-1694-233X'])('%s is one', (text) =>
    expect(isOrcidId(text)).toBe(true),
  );

  it.each([
    '0000-0002-1825-0098',
    '0000-0002-1694-2330',
    '000000021825 0097',
    '0000000218250097',
    'https://orcid.org/0000-0002-1825-0097',
    '',
  ])('%j is none', (text) => expect(isOrcidId(text)).toBe(false));
});

import { checkRegex, postgresRegex } from './regex';

const translated = (pattern: string, options = '') => postgresRegex(checkRegex(pattern, options));

describe('$regex for PostgreSQL', () => {
  it.each([
    ['^a.b$', '', '(?p)^a.b$'],
    ['a', 'im', '(?ni)a'],
    ['a', 's', '(?s)a'],
    ['a', 'smx', '(?wx)a'],
    ['(?i)a', '', '(?pi)a'],
    ['\\bword\\B', '', '(?p)\\yword\\Y'],
    ['\\\\b', '', '(?p)\\\\b'],
  ])('%j with %j', (pattern, options, expected) => {
    expect(translated(pattern, options)).toBe(expected);
  });

  it.each(['***=a', 'a**', '[', '(?<n>a)\\k<n>'])('%j is refused', (pattern) => {
    expect(() => checkRegex(pattern, '')).toThrow();
  });
});

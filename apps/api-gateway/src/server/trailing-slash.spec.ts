import { withoutTrailingSlash } from './trailing-slash';

describe('trailing slashes', () => {
  it.each([
    ['/jobs/', '/jobs'],
    ['/jobs//?a=/', '/jobs?a=/'],
    ['//host/', '/host'],
    ['///', '/'],
    ['/', undefined],
    ['/jobs', undefined],
    ['/jobs?a=/', undefined],
  ])('%s leads to %s', (url, target) => {
    expect(withoutTrailingSlash(url)).toBe(target);
  });
});

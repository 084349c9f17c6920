import { USER_ADMIN_SITE } from '@callboard/contracts';
import { type Account, administers, isUserAdmin, shareCapabilities } from './account-rights';

const user = (...site_admin: string[]): Account => ({ username: 'ana', site_admin, disabled: false });

describe('account rights (design 7)', () => {
  it('a user administers the listed sites and no other', () => {
    expect(administers(user('NERSC'), 'NERSC')).toBe(true);
    expect(administers(user('NERSC'), 'nersc')).toBe(false);
    expect(administers(user(), 'NERSC')).toBe(false);
  });

  it('only who administers the reserved site is a user admin', () => {
    expect(isUserAdmin(user(USER_ADMIN_SITE))).toBe(true);
    expect(isUserAdmin(user('nmdc-runtime', `${USER_ADMIN_SITE} `))).toBe(false);
  });

  it('capabilities named by a user are requests, named by a user admin grants (D22)', () => {
    expect(shareCapabilities(user('NERSC'), ['a', 'b', 'a'])).toEqual({ granted: [], requested: ['a', 'b'] });
    expect(shareCapabilities(user(USER_ADMIN_SITE), ['a', 'b', 'a'])).toEqual({
      granted: ['a', 'b'],
      requested: [],
    });
  });
});

import { fullUser, setUser } from './user.view';

const user = { username: 'ada', email: null, full_name: 'Ada L.', site_admin: [], disabled: false };

describe('users', () => {
  it('FULL shows every field', () => {
    expect(fullUser(user)).toEqual(user);
  });

  it('SET leaves out what is not stored', () => {
    expect(setUser(user)).toEqual({
      username: 'ada',
      full_name: 'Ada L.',
      site_admin: [],
      disabled: false,
    });
  });
});

import { readFirstAccounts } from './sites-settings';

const env = {
  ADMIN_PASSWORD: 'long enough',
  RUNTIME_CLIENT_ID: 'runtime',
  RUNTIME_CLIENT_SECRET: 'also enough',
};

describe('settings of sites', () => {
  it('name the admin and the site of the runtime by default', () =>
    expect(readFirstAccounts(env)).toEqual({
      adminUsername: 'admin',
      adminPassword: 'long enough',
      runtimeSiteId: 'nmdc-runtime',
      runtimeClientId: 'runtime',
      runtimeClientSecret: 'also enough',
    }));

  it('are refused with every fault and without any secret', () => {
    const faulty = { ADMIN_PASSWORD: 'short', RUNTIME_CLIENT_ID: 'a:b' };
    expect(() => readFirstAccounts(faulty)).toThrow(
      /ADMIN_PASSWORD must have at least 8.*RUNTIME_CLIENT_ID must not hold a colon.*RUNTIME_CLIENT_SECRET is missing/,
    );
    expect(() => readFirstAccounts(faulty)).not.toThrow(/short/);
  });
});

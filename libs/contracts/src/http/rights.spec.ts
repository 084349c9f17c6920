import { ANONYMOUS, type Caller } from '../caller';
import { type RightName, RIGHTS, type Role, ROLES, USER_ADMIN_SITE } from './rights';
import { cell, type Circumstances, judge, mayDo } from './rights-verdict';

const rights = Object.keys(RIGHTS) as RightName[];
const roles = Object.keys(ROLES) as Role[];

const ada = (...administers: string[]): Caller => ({ kind: 'user', username: 'ada', administers });
const nersc: Caller = { kind: 'site', siteId: 'NERSC', clientId: 'sys0nersc' };
const service: Caller = { kind: 'service', service: 'triggers' };

describe('rights (design 7)', () => {
  it.each<[RightName, string, ReturnType<typeof cell>]>([
    ['anon', 'anonymous user disabled-user site', 'pass'],
    ['any', 'anonymous', 401],
    ['any', 'disabled-user', 400],
    ['any', 'user runtime-admin site own-site', 'pass'],
    ['user', 'site own-site', 403],
    ['site', 'site own-site', 'pass'],
    ['site', 'user disabled-user runtime-admin', 401],
    ['own-site', 'own-site', 'pass'],
    ['own-site', 'site allowed-site', 403],
    ['own-site', 'user site-administrator', 401],
    ['runtime-site', 'runtime-site', 'pass'],
    ['runtime-site', 'site own-site allowed-site', 403],
    ['runtime-site', 'user runtime-admin', 401],
    ['object-manager', 'own-site site-administrator allowed-user allowed-site', 'pass'],
    ['object-manager', 'site user runtime-admin user-admin', 403],
    ['site-administrator', 'user site own-site runtime-admin', 403],
    ['runtime-admin', 'runtime-admin', 'pass'],
    ['runtime-admin', 'user site-administrator user-admin site', 403],
    ['run-teller', 'own-site asker runtime-admin', 'pass'],
    ['run-teller', 'user site site-administrator runtime-site user-admin', 403],
    ['id-owner', 'own-site site-administrator', 'pass'],
    ['id-owner', 'user site runtime-admin runtime-site', 403],
    ['user-admin', 'user-admin', 'pass'],
    ['user-admin', 'runtime-admin site', 403],
    ['allow:/admin/site_clients', 'allowed-user allowed-site', 'pass'],
    ['allow:/admin/site_clients', 'user site runtime-admin user-admin own-site', 403],
  ])('%s, asked by each of %s: %s', (name, asking, verdict) => {
    for (const role of asking.split(' ')) expect([role, cell(name, role as Role)]).toEqual([role, verdict]);
  });

  it.each(rights)('%s is had by the roles that the table names, and by no other', (name) => {
    const having = roles.filter((role) => cell(name, role) === 'pass');
    expect(having.sort()).toEqual([...RIGHTS[name].roles].sort());
  });

  it('let nobody in without a token but where anybody may ask', () => {
    expect(rights.filter((name) => cell(name, 'anonymous') === 'pass')).toEqual(['anon']);
  });

  it('never let a disabled user do what asks for a user', () => {
    for (const name of rights) if (name !== 'anon') expect([400, 401]).toContain(cell(name, 'disabled-user'));
  });
});

describe('the verdict on somebody who asks', () => {
  it.each<[RightName, Caller, Circumstances, ReturnType<typeof judge>]>([
    ['own-site', nersc, {}, 'ask'],
    ['own-site', nersc, { owner: 'NERSC' }, 'pass'],
    ['own-site', ada('NERSC'), {}, 401],
    ['runtime-site', nersc, { runtimeSite: 'nmdc-runtime' }, 'ask'],
    ['runtime-site', nersc, { runtimeSite: 'NERSC' }, 'pass'],
    ['object-manager', ada(), {}, 'ask'],
    ['allow:/admin/site_clients', nersc, {}, 'ask'],
    ['allow:/admin/site_clients', { ...nersc, allowances: ['/objects/types'] }, {}, 'ask'],
    ['allow:/admin/site_clients', { ...nersc, allowances: ['/admin/site_clients'] }, {}, 'pass'],
    ['run-teller', ada(), {}, 'ask'],
    ['run-teller', ada(), { askedBy: 'user:ada' }, 'pass'],
    ['run-teller', nersc, { askedBy: 'user:ada' }, 'ask'],
    ['site-administrator', nersc, {}, 403],
    ['runtime-admin', ada('nmdc-runtime'), {}, 403],
    ['runtime-admin', ada('nmdc-runtime'), { runtimeSite: 'nmdc-runtime' }, 'pass'],
    ['user-admin', ada(USER_ADMIN_SITE), {}, 'pass'],
  ])('%s, %j, %j: %s', (name, caller, about, verdict) => {
    expect(judge(name, caller, about)).toBe(verdict);
  });

  it('is no in the end as long as nobody knows the thing', () => {
    for (const name of [
      'own-site',
      'object-manager',
      'site-administrator',
      'allow:/admin/site_clients',
    ] as const) {
      for (const caller of [ANONYMOUS, ada('NERSC'), nersc]) expect(mayDo(name, caller, {})).toBe(false);
    }
  });

  it('is yes for our own services', () => {
    for (const name of rights) expect(mayDo(name, service, {})).toBe(true);
  });
});

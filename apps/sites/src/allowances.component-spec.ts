import {
  type Allowance,
  type Caller,
  checkAllowance,
  giveAllowance,
  listAllowances,
  takeAllowance,
} from '@callboard/contracts';
import { ADMIN, type SitesUnderTest, startSitesUnderTest, user } from './sites-under-test.builder';

const DORA = user('dora');
const SUBMIT: Allowance = { username: 'dora', action: '/metadata/json:submit' };

let sites: SitesUnderTest;
beforeAll(async () => {
  sites = await startSitesUnderTest();
  await sites.newUser('dora');
  await sites.newUser('disabled', { disabled: true });
}, 60_000);
afterAll(() => sites?.stop());

const list = (asked: Partial<Allowance> = {}, caller: Caller = ADMIN) =>
  sites.requests.request(listAllowances, asked, { caller });
const give = (allowance: Allowance, caller: Caller = ADMIN) =>
  sites.requests.request(giveAllowance, allowance, { caller });
const take = (allowance: Allowance, caller: Caller = ADMIN) =>
  sites.requests.request(takeAllowance, allowance, { caller });
const holds = async (allowance: Allowance) =>
  (await sites.requests.request(checkAllowance, allowance, { caller: ADMIN })).allowed;

describe('allowances (contract 2.9)', () => {
  it('are all of the contract for the first admin, and listed by name and by action', async () => {
    const { allowances } = await list({ username: 'admin' });
    expect(allowances).toHaveLength(7);
    expect((await list({ action: '/admin/allowances' })).allowances).toEqual([
      { username: 'admin', action: '/admin/allowances' },
    ]);
    expect((await list({ username: 'admin', action: '/objects/types' })).allowances).toEqual([]);
  });

  it('are given and taken away once each, and who did it is kept', async () => {
    expect(await give(SUBMIT)).toEqual(SUBMIT);
    expect(await holds(SUBMIT)).toBe(true);
    await expect(give(SUBMIT)).rejects.toMatchObject({ code: 'already-exists' });
    await take(SUBMIT);
    expect(await holds(SUBMIT)).toBe(false);
    await expect(take(SUBMIT)).rejects.toMatchObject({ code: 'not-found' });
    expect(
      await sites.inDatabase(`select change, who from sites.allowance_history where username = 'dora'`),
    ).toEqual([
      { change: 'given', who: 'user:admin' },
      { change: 'taken', who: 'user:admin' },
    ]);
  });

  it('are for those to change who have the one for it, whatever else they may do', async () => {
    const site: Caller = { kind: 'site', siteId: 'nmdc-runtime', clientId: 'runtime-client' };
    const claims: Caller = { ...DORA, allowances: ['/admin/allowances'] } as Caller;
    for (const caller of [DORA, site, claims])
      for (const ask of [() => list({}, caller), () => give(SUBMIT, caller), () => take(SUBMIT, caller)])
        await expect(ask()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(give(SUBMIT, user('disabled'))).rejects.toMatchObject({ code: 'bad-request' });
    await expect(give(SUBMIT, { kind: 'anonymous' })).rejects.toMatchObject({ code: 'unauthenticated' });
    await give({ username: 'runtime-client', action: '/admin/allowances' });
    expect(await give(SUBMIT, site)).toEqual(SUBMIT);
  });

  it('are for actions that there are', async () => {
    await expect(give({ ...SUBMIT, action: '/metadata' as never })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

import {
  type Caller,
  importAllowances,
  importCapabilities,
  IMPORTER,
  importSites,
  importUsers,
  listCapabilities,
  listSites,
  type RequestContract,
  revokeCredentials,
} from '@callboard/contracts';
import { hashSync } from 'bcryptjs';
import { ADMIN, type SitesUnderTest, startSitesUnderTest, user } from './sites-under-test.builder';

const HASH = hashSync('what they had', 4);
const [carol, dora] = ['carol', 'dora'].map((username) => ({
  username,
  hashed_password: HASH,
  site_admin: ['NERSC'],
  disabled: username === 'dora',
})) as [Account, Account];
interface Account {
  username: string;
  hashed_password: string;
  site_admin: string[];
  disabled: boolean;
}
const NERSC = {
  id: 'NERSC',
  capability_ids: ['metag-1.0.0'],
  clients: [{ id: 'sys0abc', hashed_secret: HASH }],
};

let sites: SitesUnderTest;
beforeAll(async () => {
  sites = await startSitesUnderTest();
}, 60_000);
afterAll(() => sites?.stop());

async function outcomes<T>(
  contract: RequestContract<{ items: T[] }, { items: { outcome: string }[] }>,
  items: NoInfer<T>[],
  caller: Caller = IMPORTER,
): Promise<string[]> {
  const answer = await sites.requests.request(contract, { items }, { caller });
  return answer.items.map(({ outcome }) => outcome);
}

describe('imported users', () => {
  it('are taken once, and left alone from then on', async () => {
    expect(await outcomes(importUsers, [carol, dora])).toEqual(['taken', 'taken']);
    expect(await outcomes(importUsers, [carol, { ...dora, disabled: false }])).toEqual(['here', 'differs']);
    expect(await outcomes(importUsers, [{ ...carol, username: 'admin' }])).toEqual(['differs']);
  });

  it('log in by the password that they had, which is hashed as ours are then', async () => {
    await expect(sites.login('carol', 'what they had not')).rejects.toMatchObject({
      code: 'wrong-credentials',
    });
    await sites.login('carol', 'what they had');
    const [row] = await sites.inDatabase(`select password_hash from sites.users where username = 'carol'`);
    expect(row?.password_hash).toMatch(/^\$scrypt\$/);
    await sites.login('carol', 'what they had');
    await expect(sites.login('dora', 'what they had')).rejects.toMatchObject({ code: 'wrong-credentials' });
    expect(await outcomes(importUsers, [carol])).toEqual(['here']);
  });

  it('are brought by the importer alone', async () => {
    for (const caller of [ADMIN, { kind: 'service', service: 'jobs' } as const])
      await expect(outcomes(importUsers, [carol], caller)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('imported sites', () => {
  it('keep their clients, ids and secrets', async () => {
    expect(await outcomes(importSites, [NERSC, NERSC])).toEqual(['taken', 'here']);
    expect(await outcomes(importSites, [NERSC])).toEqual(['here']);
    expect(await outcomes(importSites, [{ ...NERSC, capability_ids: [] }])).toEqual(['differs']);
    await sites.clientLogin({ client_id: 'sys0abc', client_secret: 'what they had' });
    const { sites: listed } = await sites.requests.request(listSites, { limit: 10 });
    expect(listed).toContainEqual({ id: 'NERSC', capability_ids: ['metag-1.0.0'] });
    const told = await sites.inDatabase(
      `select payload from sites.outbox where payload::text like '%NERSC%'`,
    );
    expect(told).toHaveLength(1);
  });

  it('do not get back a client that was revoked', async () => {
    const asked = { site_id: 'NERSC', client_id: 'sys0abc' };
    await sites.requests.request(revokeCredentials, asked, { caller: user('carol', 'NERSC') });
    await sites.inDatabase('delete from sites.revocations');
    await outcomes(importSites, [NERSC]);
    const login = sites.clientLogin({ client_id: 'sys0abc', client_secret: 'what they had' });
    await expect(login).rejects.toMatchObject({ code: 'wrong-credentials' });
  });

  it('do not take a client from another site', async () => {
    const thief = { id: 'LBL', clients: [{ id: 'runtime-client', hashed_secret: HASH }], capability_ids: [] };
    expect(await outcomes(importSites, [thief])).toEqual(['taken']);
    expect(await outcomes(importSites, [thief])).toEqual(['differs']);
    await sites.clientLogin({ client_id: 'runtime-client', client_secret: 'the first secret' });
  });
});

describe('imported capabilities and allowances', () => {
  it('are compared with those of the contract', async () => {
    const { capabilities } = await sites.requests.request(listCapabilities, {});
    const [first, second] = capabilities;
    if (!first || !second) throw new Error('there are no capabilities');
    const items = [first, { ...second, name: 'renamed' }, { id: 'gpu', created_at: '2022-01-01' }];
    expect(await outcomes(importCapabilities, items)).toEqual(['here', 'differs', 'taken']);
    const after = await sites.requests.request(listCapabilities, {});
    expect(after.capabilities.at(-1)).toMatchObject({ id: 'gpu', created_at: '2022-01-01T00:00:00.000Z' });
  });

  it('do not come back once they were taken away', async () => {
    const items = [{ username: 'sys0abc', action: '/metadata/json:submit' as const }];
    expect(await outcomes(importAllowances, items)).toEqual(['taken']);
    expect(await outcomes(importAllowances, items)).toEqual(['here']);
    const history = await sites.inDatabase(
      `select who from sites.allowance_history where username = 'sys0abc'`,
    );
    expect(history).toEqual([{ who: 'service:import' }]);
    await sites.inDatabase(`delete from sites.allowances where username = 'sys0abc'`);
    expect(await outcomes(importAllowances, items)).toEqual(['differs']);
  });
});

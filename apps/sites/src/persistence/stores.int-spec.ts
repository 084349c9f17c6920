import { CONTRACT_ACTIONS, CONTRACT_WORKFLOWS, sitesChanged, tokensRevoked } from '@callboard/contracts';
import { Outbox, RelayBell } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import { newSigningKey } from '../tokens/new-signing-key';
import type { NewUser } from '../use-cases/users-store';
import { migrations } from './migrations';
import { PostgresAllowancesStore } from './postgres-allowances-store';
import { PostgresCapabilitiesStore } from './postgres-capabilities-store';
import { PostgresRevocationsStore } from './postgres-revocations-store';
import { PostgresSigningKeysStore } from './postgres-signing-keys-store';
import { PostgresSiteClientsStore } from './postgres-site-clients-store';
import { PostgresSitesStore } from './postgres-sites-store';
import { PostgresUsersStore } from './postgres-users-store';

let testing: TestDatabase;
let database: Database;
let users: PostgresUsersStore;
let sites: PostgresSitesStore;
const outbox = new Outbox(new RelayBell());

beforeAll(async () => {
  testing = await testDatabase([{ service: 'sites', migrations }]);
  database = await Database.open({ url: testing.url('sites'), service: 'sites', migrations });
  users = new PostgresUsersStore(database);
  sites = new PostgresSitesStore(database, outbox);
});

afterAll(async () => {
  await database?.close();
  await testing?.drop();
});

const newUser = (username: string): NewUser => ({
  user: { username, email: null, full_name: 'A Name', site_admin: [], disabled: false },
  passwordHash: `hash of ${username}`,
});
const newSite = (id: string, administrator: string) => ({
  id,
  granted: ['a'],
  requested: ['b'],
  administrator,
});
const eventsOf = (id: string) =>
  database.query<{ payload: unknown }>(
    `select payload from outbox where subject = $1 and payload->'items'->0->>'id' = $2`,
    [sitesChanged.subject, id],
  );

describe('users', () => {
  it('are kept once, and their hash comes out by one door only', async () => {
    const created = await users.create(newUser('ana'));
    expect(created).toEqual(newUser('ana').user);
    expect(await users.find(['ana', 'nobody'])).toEqual([created]);
    expect(await users.withPasswordHash('ana')).toEqual(newUser('ana'));
    expect(await users.withPasswordHash('Ana')).toBeUndefined();
  });

  it('are refused twice (D36), and left alone when only absent ones are wanted', async () => {
    await users.create(newUser('ben'));
    const again = { ...newUser('ben'), passwordHash: 'another' };
    await expect(users.create(again)).rejects.toMatchObject({ code: 'already-exists' });
    expect(await users.createIfAbsent(again)).toBe(false);
    expect((await users.withPasswordHash('ben'))?.passwordHash).toBe('hash of ben');
  });
});

describe('sites', () => {
  it('come with their administrator and their event in one transaction', async () => {
    await users.create(newUser('cleo'));
    expect(await sites.create(newSite('NERSC', 'cleo'))).toEqual({ id: 'NERSC', capability_ids: ['a'] });
    expect((await users.find(['cleo']))[0]?.site_admin).toEqual(['NERSC']);
    const [event, ...more] = await eventsOf('NERSC');
    expect(more).toEqual([]);
    expect(event?.payload).toEqual({ items: [{ id: 'NERSC', version: 1, capability_ids: ['a'] }] });
    expect(await database.query(`select requested_capability_ids from sites where id = 'NERSC'`)).toEqual([
      { requested_capability_ids: ['b'] },
    ]);
  });

  it('leave nothing behind when they are refused', async () => {
    await expect(sites.create(newSite('orphan', 'nobody'))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(await sites.find(['orphan'])).toEqual([]);
    expect(await eventsOf('orphan')).toEqual([]);
  });

  it('have one creator, however many try at once', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `racer-${n}`);
    for (const name of names) await users.create(newUser(name));
    const tries = await Promise.allSettled(names.map((name) => sites.create(newSite('raced', name))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const refusal of tries.filter(({ status }) => status === 'rejected')) {
      expect(refusal).toMatchObject({ reason: { code: 'already-exists' } });
    }
    const administrators = (await users.find(names)).filter(({ site_admin }) => site_admin.includes('raced'));
    expect(administrators).toHaveLength(1);
    expect(await eventsOf('raced')).toHaveLength(1);
  });

  it('made at start name an administrator once, and need none', async () => {
    await users.create({ ...newUser('boot'), user: { ...newUser('boot').user, site_admin: ['seeded'] } });
    expect(await sites.createIfAbsent(newSite('seeded', 'boot'))).toBe(true);
    expect(await sites.createIfAbsent(newSite('seeded', 'boot'))).toBe(false);
    expect(await sites.createIfAbsent(newSite('seeded-alone', 'nobody'))).toBe(true);
    expect((await users.find(['boot']))[0]?.site_admin).toEqual(['seeded']);
    expect(await eventsOf('seeded')).toHaveLength(1);
  });

  it('are listed by ascending id, byte by byte, page after page', async () => {
    await users.create(newUser('lister'));
    for (const id of ['zz-b', 'zz-B', 'zz-ä', 'zz-a']) await sites.create(newSite(id, 'lister'));
    const first = await sites.page({ after: 'zz-', limit: 3 });
    expect(first.sites.map(({ id }) => id)).toEqual(['zz-B', 'zz-a', 'zz-b']);
    expect(first.more).toBe(true);
    const last = await sites.page({ after: 'zz-b', limit: 3 });
    expect(last.sites.map(({ id }) => id)).toEqual(['zz-ä']);
    expect(last.more).toBe(false);
    expect((await sites.page({ limit: 1 })).more).toBe(true);
  });

  it('are filtered by what clients see, never by their secrets (contract D14)', async () => {
    await users.create(newUser('filterer'));
    await sites.create({ ...newSite('filtered', 'filterer'), granted: ['gpu'] });
    await new PostgresSiteClientsStore(database, outbox).addIfAbsent({
      clientId: 'sys0filtered',
      siteId: 'filtered',
      secretHash: 'hash',
    });
    const idsOf = async (filter: unknown) =>
      (await sites.page({ limit: 100, filter: JSON.stringify(filter) })).sites.map(({ id }) => id);
    expect(await idsOf({ capability_ids: 'gpu' })).toEqual(['filtered']);
    expect(await idsOf({ id: { $regex: '^filt' } })).toEqual(['filtered']);
    const hidden = ['clients', 'clients.hashed_secret', 'secret_hash', 'version', 'requested_capability_ids'];
    for (const field of hidden) {
      expect(await idsOf({ id: 'filtered', [field]: { $exists: true } })).toEqual([]);
      expect(await idsOf({ id: 'filtered', [field]: { $regex: '.' } })).toEqual([]);
    }
  });
});

describe('site clients', () => {
  it('belong to a site that exists and keep the secret that came first', async () => {
    const clients = new PostgresSiteClientsStore(database, outbox);
    await users.create(newUser('dora'));
    await sites.create(newSite('LANL', 'dora'));
    const client = { clientId: 'sys0one', siteId: 'LANL', secretHash: 'first' };
    expect(await clients.addIfAbsent(client)).toBe(true);
    expect(await clients.addIfAbsent({ ...client, secretHash: 'second' })).toBe(false);
    expect(await clients.find('sys0one')).toEqual(client);
    await clients.replaceSecret('sys0one', 'third');
    expect((await clients.find('sys0one'))?.secretHash).toBe('third');
    expect(await clients.find('sys0two')).toBeUndefined();
    await expect(clients.addIfAbsent({ ...client, clientId: 'x', siteId: 'nowhere' })).rejects.toThrow();
    await expect(clients.addIfAbsent({ ...client, clientId: 'with:colon' })).rejects.toThrow();
  });
});

describe('revoked site clients', () => {
  const until = new Date('2100-01-01T00:00:00.500Z');
  const revocationsTold = () =>
    database.query<{ payload: unknown }>('select payload from outbox where subject = $1', [
      tokensRevoked.subject,
    ]);

  it('are gone, kept as revocations, and told in the same transaction, once', async () => {
    const clients = new PostgresSiteClientsStore(database, outbox);
    const revocations = new PostgresRevocationsStore(database);
    await users.create(newUser('evan'));
    await sites.create(newSite('ANL', 'evan'));
    for (const clientId of ['sys0a', 'sys0b'])
      await clients.addIfAbsent({ clientId, siteId: 'ANL', secretHash: 'x', expiresAt: until });
    const order = { clientId: 'sys0a', siteId: 'ANL', revokedBy: 'evan', until };
    expect(await clients.revoke({ ...order, siteId: 'LANL' })).toBe(false);
    expect(await Promise.all([clients.revoke(order), clients.revoke(order)])).toContain(false);
    expect(await clients.find('sys0a')).toBeUndefined();
    expect(await clients.ofSite('ANL')).toMatchObject([
      { client_id: 'sys0b', expires_at: until.toISOString() },
    ]);
    const revocation = { subject: 'client:sys0a', until: 4_102_444_801 };
    expect(await revocations.livePage(undefined, 1)).toEqual({ revocations: [revocation], more: false });
    expect((await revocationsTold()).map(({ payload }) => payload)).toEqual([{ items: [revocation] }]);
    await clients.revoke({ ...order, clientId: 'sys0b', until: new Date(1000) });
    expect((await revocations.livePage(undefined, 5)).revocations).toEqual([revocation]);
    expect(await revocations.livePage('client:sys0a', 5)).toEqual({ revocations: [], more: false });
  });
});

describe('allowances', () => {
  it('are seeded once, by however many processes, and not again after one was taken away', async () => {
    const allowances = new PostgresAllowancesStore(database);
    const seed = () => allowances.seedOnce('admin', CONTRACT_ACTIONS);
    expect((await Promise.all([seed(), seed(), seed()])).filter(Boolean)).toHaveLength(1);
    for (const action of CONTRACT_ACTIONS) expect(await allowances.has('admin', action)).toBe(true);
    expect(await allowances.has('Admin', '/admin/site_clients')).toBe(false);
    await database.query(`delete from allowances where action = '/admin/site_clients'`);
    expect(await seed()).toBe(false);
    expect(await allowances.has('admin', '/admin/site_clients')).toBe(false);
  });
});

describe('capabilities', () => {
  it('are listed in the order of the seed, each once, and are not overwritten', async () => {
    const capabilities = new PostgresCapabilitiesStore(database);
    const added = await Promise.all([1, 2, 3].map(() => capabilities.addIfAbsent(CONTRACT_WORKFLOWS)));
    expect(added.reduce((sum, count) => sum + count, 0)).toBe(19);
    expect(await capabilities.list()).toEqual(CONTRACT_WORKFLOWS);
    await database.query(`update capabilities set name = 'edited' where id = 'test'`);
    expect(await capabilities.addIfAbsent(CONTRACT_WORKFLOWS)).toBe(0);
    expect((await capabilities.list()).find(({ id }) => id === 'test')?.name).toBe('edited');
  });
});

describe('signing keys', () => {
  it('are one, however many processes start at once, and show their public part only', async () => {
    const keys = new PostgresSigningKeysStore(database);
    const made = await Promise.all(Array.from({ length: 6 }, newSigningKey));
    const active = await Promise.all(made.map((key) => keys.activateIfNone(key)));
    expect(new Set(active.map(({ kid }) => kid)).size).toBe(1);
    expect((await keys.active())?.kid).toBe(active[0]?.kid);
    const [published, ...more] = await keys.publicKeys();
    expect(more).toEqual([]);
    expect(published).toEqual(active[0]?.publicJwk);
    expect(published).not.toHaveProperty('d');
  });
});

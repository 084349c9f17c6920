import { openStores, post, type Stores, terms } from './stores.builder';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores?.close());

const limitWorkflow = async (id: string, max_running: number | null): Promise<void> => {
  await stores.workflows.register({ id, name: null, description: null, capabilityIds: [] });
  await stores.workflows.change(id, { max_running });
};
const knownSite = (siteId: string) => stores.sites.keep([{ siteId, capabilityIds: [], version: 1 }]);
const end = (operationId: string) =>
  stores.settlements.settle([{ operationId, outcome: 'released', who: 'test' }]);

/** Both ways to claim, a few jobs at a time. */
const WAYS: [string, (workflow: string, ids: string[], site: string) => Promise<string[]>][] = [
  [
    'by workflow',
    async (workflow, ids, site) =>
      (await stores.claims.pick(workflow, ids.length, terms(site))).claims.map((claim) => claim.operationId),
  ],
  ['by id', async (_, ids, site) => (await stores.claims.claim(ids, terms(site))).map((c) => c.operationId)],
];

describe.each(WAYS)('limits of what runs, claimed %s', (way, claim) => {
  it('a workflow runs as many jobs as it may, and one more for each that ends', async () => {
    const workflow = `narrow ${way}`;
    await limitWorkflow(workflow, 3);
    const ids = await post(stores, workflow, 6);
    const first = await claim(workflow, ids, 'a');
    expect(first).toHaveLength(3);
    expect(await claim(workflow, ids, 'b')).toEqual([]);
    await end(first[0] ?? '');
    expect(await claim(workflow, ids, 'b')).toHaveLength(1);
    await stores.workflows.change(workflow, { max_running: null });
    expect(await claim(workflow, ids, 'b')).toHaveLength(3);
  });

  it('a site holds as many jobs as it may, of whatever workflows', async () => {
    const [site, one, two] = [`small ${way}`, `one ${way}`, `two ${way}`];
    await knownSite(site);
    expect(await stores.limits.limit(site, 2)).toBe(true);
    const [of1, of2] = [await post(stores, one, 2), await post(stores, two, 2)];
    const held = await claim(one, of1.slice(0, 1), site);
    expect(await claim(two, of2, site)).toHaveLength(1);
    expect(await claim(one, of1, site)).toEqual([]);
    await end(held[0] ?? '');
    expect(await claim(two, of2, site)).toHaveLength(1);
    await stores.limits.limit(site, null);
    expect(await claim(one, of1, site)).toHaveLength(2);
  });

  it('is never passed by claims that race', async () => {
    const workflow = `raced ${way}`;
    await limitWorkflow(workflow, 7);
    const ids = await post(stores, workflow, 60);
    const won = await Promise.all(
      Array.from({ length: 30 }, (_, n) => claim(workflow, ids.slice(2 * n, 2 * n + 2), `racer-${n % 5}`)),
    );
    expect(won.flat()).toHaveLength(7);
  });
});

describe.each(WAYS)('a workflow for certain sites only, claimed %s', (way, claim) => {
  it('is run by them, and by no other; who asks for a job of it is told why', async () => {
    const workflow = `reserved ${way}`;
    await stores.workflows.register({ id: workflow, name: null, description: null, capabilityIds: [] });
    await stores.workflows.change(workflow, { only_sites: ['a', 'c'] });
    const ids = await post(stores, workflow, 2);
    expect(await claim(workflow, ids, 'b')).toEqual([]);
    expect((await stores.claims.contested(ids, terms('b'))).get(ids[0] ?? '')).toMatchObject({
      forOthers: true,
    });
    expect(await claim(workflow, ids.slice(0, 1), 'a')).toHaveLength(1);
    await stores.workflows.change(workflow, { only_sites: null });
    expect(await claim(workflow, ids, 'b')).toHaveLength(1);
  });

  it('is seeded so once', async () => {
    const id = `seeded ${way}`;
    await stores.workflows.register({ id, name: null, description: null, capabilityIds: [] });
    const onlySites = async () => (await stores.workflows.list()).find((each) => each.id === id)?.only_sites;
    await stores.workflows.seedOnlySite([id], 'ours');
    expect(await onlySites()).toEqual(['ours']);
    await stores.workflows.change(id, { only_sites: null });
    await stores.workflows.seedOnlySite([id], 'ours');
    expect(await onlySites()).toBeNull();
  });
});

describe('a job that is too large for a door', () => {
  it('is passed over there, and claimed by another', async () => {
    const ids = await post(stores, 'large', 2);
    await stores.database.query('update jobs set size_bytes = 5000 where id = $1', [ids[0]]);
    const door = terms('a', { maxJobBytes: 4000 });
    expect(await stores.claims.claim(ids.slice(0, 1), door)).toEqual([]);
    expect((await stores.claims.contested(ids, door)).get(ids[0] ?? '')).toMatchObject({ tooLarge: true });
    const { claims } = await stores.claims.pick('large', 2, door);
    expect(claims.map((claim) => claim.job.id)).toEqual(ids.slice(1));
    expect((await stores.claims.pick('large', 2, terms('a'))).claims).toHaveLength(1);
  });
});

describe('what stands in the way', () => {
  it('is told: the limit, a pause, a wait', async () => {
    await limitWorkflow('told', 1);
    const ids = await post(stores, 'told', 2);
    const [held] = await stores.claims.claim(ids, terms('a'));
    const waiting = ids.find((id) => id !== held?.job.id) ?? 'none';
    const told = async () => (await stores.claims.contested([waiting], terms('a'))).get(waiting);
    expect(await told()).toMatchObject({ full: 'workflow' });
    await stores.workflows.change('told', { paused: true, max_running: 5 });
    expect(await told()).toMatchObject({ paused: true });
    expect(await stores.claims.claim(ids, terms('a'))).toEqual([]);
    await stores.workflows.change('told', { paused: false });
    await stores.database.query(`update jobs set available_at = now() + interval '1 hour' where id = $1`, [
      waiting,
    ]);
    expect((await told())?.availableAt).toBeInstanceOf(Date);
    expect(await stores.claims.claim(ids, terms('a'))).toEqual([]);
  });
});

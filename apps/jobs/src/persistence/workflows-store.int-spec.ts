import { SEEDED_WORKFLOWS } from '../domain/seeded-workflows';
import { openStores, post, type Stores, terms } from './stores.builder';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores?.close());

const register = (id: string, capabilityIds: string[] = []) =>
  stores.workflows.register({ id, name: 'Name', description: 'Text', capabilityIds });
const find = async (id: string) => (await stores.workflows.list()).find((workflow) => workflow.id === id);

describe('a change of a workflow', () => {
  it('leaves alone what it does not name, and empties what it names null', async () => {
    const before = await register('changed', ['a']);
    const changes = { name: null, capability_ids: ['b', 'c'], lease_ms: 90_000, max_attempts: 3 };
    const changed = await stores.workflows.change('changed', changes);
    expect(changed).toEqual({ ...before, ...changes });
    expect(await find('changed')).toEqual(changed);
    expect(await stores.workflows.change('changed', {})).toEqual(changed);
    const back = { lease_ms: null, capability_ids: [], paused: true, priority: -5, retry_delay_ms: 0 };
    expect(await stores.workflows.change('changed', back)).toMatchObject({ ...back, max_attempts: 3 });
  });

  it('is for registered ones only', async () => {
    await post(stores, 'only named');
    expect(await stores.workflows.change('only named', { paused: true })).toBeUndefined();
    expect(await stores.workflows.change('none', { paused: true })).toBeUndefined();
  });

  it('keeps every one of many at once', async () => {
    await register('busy');
    const changes = [{ name: 'n' }, { description: 'd' }, { priority: 7 }, { max_expiries: 9 }];
    await Promise.all(changes.map((change) => stores.workflows.change('busy', change)));
    expect(await find('busy')).toMatchObject(Object.assign({}, ...changes) as object);
  });

  it('counts: jobs of a paused one are not picked, priority and needs are copied to new jobs', async () => {
    await register('policy');
    const [first] = await post(stores, 'policy');
    await stores.workflows.change('policy', { paused: true, priority: 3 });
    expect(await stores.claims.pick('policy', 5, terms('NERSC'))).toEqual({ claims: [], remaining: false });
    const [second] = await post(stores, 'policy');
    await stores.workflows.change('policy', { paused: false });
    const { claims } = await stores.claims.pick('policy', 5, terms('NERSC'));
    expect(claims.map(({ job }) => job.id)).toEqual([second, first]);
    await stores.workflows.change('policy', { capability_ids: ['gpu'] });
    await post(stores, 'policy');
    expect((await stores.claims.pick('policy', 5, terms('NERSC'))).claims).toEqual([]);
  });
});

describe('deletion of a workflow', () => {
  it('is refused while a job of it is queued or claimed', async () => {
    await register('used');
    const [id = ''] = await post(stores, 'used');
    expect(await stores.workflows.delete('used')).toBe('in-use');
    const { claims } = await stores.claims.pick('used', 1, terms('NERSC'));
    expect(await stores.workflows.delete('used')).toBe('in-use');
    await stores.database.query(
      `update claims set state = 'ended', outcome = 'failed', ended_at = now() where job_id = $1`,
      [id],
    );
    await stores.database.query(`update jobs set state = 'failed' where id = $1`, [id]);
    expect(claims).toHaveLength(1);
    expect(await stores.workflows.delete('used')).toBe('deleted');
    expect(await find('used')).toBeUndefined();
    expect(await stores.workflows.delete('used')).toBe('unknown');
    expect((await stores.jobs.find([id])).jobs.get(id)?.workflow).toEqual({ id: 'used' });
  });

  it('forgets its policy: registered again it is a new one, at the end of the list', async () => {
    await register('again', ['gpu']);
    await stores.workflows.change('again', { paused: true, max_attempts: 5, lease_ms: 5000 });
    expect(await stores.workflows.delete('again')).toBe('deleted');
    expect(await register('again')).toMatchObject({
      paused: false,
      max_attempts: 1,
      lease_ms: null,
      capability_ids: [],
    });
    expect((await stores.workflows.list()).at(-1)?.id).toBe('again');
  });

  it('lasts: no start seeds it again, nor undoes an edit (contract 3.1)', async () => {
    await stores.workflows.seed(SEEDED_WORKFLOWS);
    await stores.workflows.change('nom-1.0.0', { name: 'Edited', paused: true });
    expect(await stores.workflows.delete('readqc-1.0.6')).toBe('deleted');
    await Promise.all([1, 2, 3].map(() => stores.workflows.seed(SEEDED_WORKFLOWS)));
    expect(await find('readqc-1.0.6')).toBeUndefined();
    expect(await find('nom-1.0.0')).toMatchObject({ name: 'Edited', paused: true });
  });
});

import { jobsChanged } from '@callboard/contracts';
import { newTraceparent } from '@callboard/messaging';
import { SEEDED_WORKFLOWS } from '../domain/seeded-workflows';
import { AUTHOR, jobOf, openStores, post, postedJobs, type Stores } from './stores.builder';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores?.close());

const firing = (workflowId: string, objectId: string) => ({
  workflowId,
  objectId,
  traceparent: newTraceparent(),
});

async function lastEvent(): Promise<unknown> {
  const [row] = await stores.database.query<{ payload: unknown }>(
    'select payload from outbox where subject = $1 order by seq desc limit 1',
    [jobsChanged.subject],
  );
  return row?.payload;
}

describe('posted jobs', () => {
  it('come back as they were posted, in the order posted', async () => {
    const config = {
      git_repo: 'https://x',
      nested: { list: [1, 2.5, null, { a: 'é' }] },
      was_informed_by: ['b'],
    };
    const [job] = await stores.jobs.create(
      [{ workflow: { id: 'Reads QC: v1.0.28', extra: 1 }, config, name: 'n' }],
      AUTHOR,
    );
    expect(job).toMatchObject({ workflow: { id: 'Reads QC: v1.0.28', extra: 1 }, config, name: 'n' });
    expect(job).toMatchObject({ state: 'queued', attempt: 0 });
    expect(job).not.toHaveProperty('claims');
    expect(job).not.toHaveProperty('description');
    expect(await jobOf(stores, job?.id ?? '')).toEqual(job);
    expect(await lastEvent()).toMatchObject({
      items: [{ id: job?.id, to: 'queued', version: 1, attempt: 0 }],
    });
  });

  it('copy the capabilities of the registered workflow besides those posted', async () => {
    await stores.workflows.register({ id: 'able', name: null, description: null, capabilityIds: ['a', 'b'] });
    const [job] = await stores.jobs.create(
      [{ workflow: { id: 'able', capability_ids: ['c', 'a'] }, config: {} }],
      AUTHOR,
    );
    const [row] = await stores.database.query<{ capability_ids: string[] }>(
      'select capability_ids from jobs where id = $1',
      [job?.id],
    );
    expect(row?.capability_ids).toEqual(['c', 'a', 'b']);
    expect(job?.workflow).toEqual({ id: 'able', capability_ids: ['c', 'a'] });
  });

  it('are never refused as repeats, but keep triggers from making another (contract 3.2)', async () => {
    const posted = { workflow: { id: 'pair' }, config: { object_id: 'object-1' } };
    const jobs = await stores.jobs.create([posted, posted], AUTHOR);
    expect(jobs.filter((job) => job)).toHaveLength(2);
    expect(await stores.jobs.createTriggered([firing('pair', 'object-1')])).toEqual([]);
  });

  it('are paged by id, and large ones page by page', async () => {
    await post(stores, 'paged', 25);
    const large = { workflow: { id: 'paged' }, config: { text: 'x'.repeat(150_000) } };
    await stores.jobs.create([large, large, large], AUTHOR);
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; after = seen.at(-1)) {
      const page = await stores.jobs.page({ after, limit: 10 });
      expect(JSON.stringify(page.texts).length).toBeLessThan(512 * 1024);
      expect(page.texts.length).toBeGreaterThan(0);
      seen.push(...page.texts.map(({ id }) => id));
      more = page.more;
    }
    const rows = await stores.database.query<{ id: string }>('select id from jobs order by id');
    expect(seen).toEqual(rows.map((row) => row.id));
  });

  it('are found by id, as far as one reply holds them', async () => {
    const large = { workflow: { id: 'found' }, config: { text: 'x'.repeat(150_000) } };
    const jobs = await stores.jobs.create([large, large], AUTHOR);
    const ids = jobs.map((job) => job?.id ?? '');
    const found = await stores.jobs.find([...ids, 'no-such-job']);
    expect(found.jobs.size).toBe(1);
    expect(found.leftOut.size).toBe(1);
    expect(found.jobs.has('no-such-job') || found.leftOut.has('no-such-job')).toBe(false);
  });
});

describe('triggered jobs', () => {
  it('come once for each workflow and object, in any number of deliveries at once', async () => {
    const firings = Array.from({ length: 50 }, (_, n) => firing(`w-${n % 5}`, `o-${n % 10}`));
    const deliveries = await Promise.all(
      [firings, [...firings].reverse(), firings, [...firings].reverse()].map((some) =>
        stores.jobs.createTriggered(some),
      ),
    );
    const created = deliveries.flat();
    const pairs = new Set(firings.map((one) => `${one.workflowId}/${one.objectId}`));
    expect(created.map((job) => `${job.workflowId}/${job.objectId}`).sort()).toEqual([...pairs].sort());
    const [first] = created;
    expect(await jobOf(stores, first?.id ?? '')).toMatchObject({
      workflow: { id: first?.workflowId },
      config: { object_id: first?.objectId },
      state: 'queued',
    });
  });

  it('need what the registered workflow needs, out of sight of clients', async () => {
    const [job] = await stores.jobs.createTriggered([firing('able', 'object-9')]);
    const [row] = await stores.database.query<{ capability_ids: string[]; traceparent: string }>(
      'select capability_ids, traceparent from jobs where id = $1',
      [job?.id],
    );
    expect(row).toEqual({ capability_ids: ['a', 'b'], traceparent: job?.traceparent });
    expect((await jobOf(stores, job?.id ?? '')).workflow).toEqual({ id: 'able' });
  });

  it('tell one event for all of them, and none when there is nothing new', async () => {
    const firings = [firing('told', 'o-1'), firing('told', 'o-2')];
    await stores.jobs.createTriggered(firings);
    const event = await lastEvent();
    expect(event).toMatchObject({ items: [{ object_id: 'o-1' }, { object_id: 'o-2' }] });
    await stores.jobs.createTriggered(firings);
    expect(await lastEvent()).toEqual(event);
  });
});

describe('workflows', () => {
  const DEFAULT_POLICY = {
    paused: false,
    priority: 0,
    lease_ms: null,
    max_attempts: 1,
    max_expiries: 3,
    retry_delay_ms: 10_000,
    longest_retry_delay_ms: 3_600_000,
    final_error_codes: [],
    max_running: null,
    only_sites: null,
  };

  it('are seeded in order and never overwritten', async () => {
    await stores.jobs.create(postedJobs('metag-1.0.0', 1), AUTHOR);
    await stores.workflows.seed(SEEDED_WORKFLOWS);
    await stores.database.query(`update workflows set name = 'edited' where id = 'test'`);
    await Promise.all([1, 2, 3].map(() => stores.workflows.seed(SEEDED_WORKFLOWS)));
    const list = (await stores.workflows.list()).filter((workflow) => workflow.id !== 'able');
    expect(list.map((workflow) => workflow.id)).toEqual(SEEDED_WORKFLOWS.map((workflow) => workflow.id));
    expect(list.find((workflow) => workflow.id === 'test')?.name).toBe('edited');
    expect(list[0]).toEqual({
      ...DEFAULT_POLICY,
      id: 'metag-1.0.0',
      created_at: '2021-08-24T00:00:00.000Z',
      name: 'Metagenome Analysis Workflow (v1.0.0)',
      description: null,
      capability_ids: [],
    });
  });

  it('are registered once, also when jobs have named them before', async () => {
    await post(stores, 'late');
    const workflow = { id: 'late', name: 'Late', description: null, capabilityIds: ['x'] };
    const replies = await Promise.all([1, 2, 3].map(() => stores.workflows.register(workflow)));
    expect(replies.filter((reply) => reply)).toHaveLength(1);
    expect((await stores.workflows.list()).at(-1)).toMatchObject({ id: 'late', capability_ids: ['x'] });
  });

  it('are kept unregistered up to a thousand, and the rest of a batch goes through', async () => {
    const { database } = stores;
    await database.query(
      `insert into workflows (id, registered)
       select 'filler-' || n, false from generate_series(1, 998 - (select count(*)::int from workflows where not registered)) n`,
    );
    const ids = ['new-1', 'test', 'new-2', 'new-3', 'new-1'];
    const jobs = await stores.jobs.create(
      ids.map((id) => ({ workflow: { id }, config: {} })),
      AUTHOR,
    );
    expect(jobs.map((job) => job?.workflow.id)).toEqual(['new-1', 'test', 'new-2', undefined, 'new-1']);
    expect(await stores.jobs.createTriggered([firing('new-4', 'o')])).toHaveLength(1);
  });
});

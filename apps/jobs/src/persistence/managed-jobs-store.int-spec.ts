import { AUTHOR, jobOf, openStores, post, type Stores, terms } from './stores.builder';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores?.close());

const events = async (id: string): Promise<unknown[]> => {
  const rows = await stores.database.query<{ item: { from?: string; to: string } }>(
    `select item from outbox, jsonb_array_elements(payload -> 'items') item where item ->> 'id' = $1 order by seq`,
    [id],
  );
  return rows.map(({ item }) => `${item.from ?? ''}>${item.to}`);
};
const claimed = async (ids: string[]): Promise<string[]> =>
  (await stores.claims.claim(ids, terms('alpha'))).map((claim) => claim.operationId);
const fail = (operationId: string, errorCode = 'broken') =>
  stores.settlements.settle([{ operationId, outcome: 'failed', errorCode, who: 'site:alpha' }]);

describe('jobs that are managed by hand', () => {
  it('know whose they are: of the site that posted them, of nobody when a trigger made them', async () => {
    const [posted = ''] = await post(stores, 'owned');
    const [triggered] = await stores.jobs.createTriggered([
      { workflowId: 'owned', objectId: 'o-1', traceparent: AUTHOR.traceparent },
    ]);
    const owners = await stores.managed.owners([posted, triggered?.id ?? '', 'nothing']);
    expect([...owners]).toEqual(
      expect.arrayContaining([
        [posted, 'poster'],
        [triggered?.id, null],
      ]),
    );
    expect(owners.size).toBe(2);
  });

  it('are cancelled while they wait, once, with history and event', async () => {
    const [id = ''] = await post(stores, 'cancelled');
    const first = await stores.managed.cancel([id], 'user:ada', 'cancelled: not wanted');
    expect(first).toMatchObject({ cancelled: [{ jobId: id, to: 'cancelled' }], openOperationIds: [] });
    expect(await stores.managed.cancel([id], 'user:ada', 'again')).toEqual({
      cancelled: [],
      openOperationIds: [],
    });
    expect(await jobOf(stores, id)).toMatchObject({ state: 'cancelled' });
    const history = await stores.insight.history(id, 0, 10);
    expect(history?.items.map(({ from, to, who, why }) => [from, to, who, why])).toEqual([
      [null, 'queued', 'site:poster', 'posted'],
      ['queued', 'cancelled', 'user:ada', 'cancelled: not wanted'],
    ]);
    expect(await events(id)).toEqual(['>queued', 'queued>cancelled']);
  });

  it('are left to their operation while they are claimed', async () => {
    const ids = await post(stores, 'held', 2);
    const [operation = ''] = await claimed(ids.slice(0, 1));
    const { cancelled, openOperationIds } = await stores.managed.cancel(ids, 'user:ada', 'cancelled');
    expect(cancelled.map(({ jobId }) => jobId)).toEqual(ids.slice(1));
    expect(openOperationIds).toEqual([operation]);
    expect(await jobOf(stores, ids[0] ?? '')).toMatchObject({ state: 'claimed' });
  });

  it('race: a claim or a cancel, never both', async () => {
    const ids = await post(stores, 'raced', 40);
    const [won, lost] = await Promise.all([
      Promise.all(ids.map((id) => claimed([id]))),
      Promise.all(ids.map((id) => stores.managed.cancel([id], 'user:ada', 'cancelled'))),
    ]);
    for (const [at, id] of ids.entries()) {
      const wasClaimed = won[at]?.length === 1;
      expect(lost[at]?.cancelled.length === 1).toBe(!wasClaimed);
      expect((await jobOf(stores, id)).state).toBe(wasClaimed ? 'claimed' : 'cancelled');
    }
  });

  it('are queued again after they failed, with their tally at zero, and no others', async () => {
    const [failed = '', running = '', waiting = ''] = await post(stores, 'retried', 3);
    const [operation = ''] = await claimed([failed]);
    await fail(operation);
    await claimed([running]);
    const retried = await stores.managed.retry([failed, running, waiting], 'user:ada');
    expect(retried.map(({ jobId }) => jobId)).toEqual([failed]);
    const [row] = await stores.database.query(
      'select failures, error_code, state, attempt from jobs where id = $1',
      [failed],
    );
    expect(row).toEqual({ failures: 0, error_code: null, state: 'queued', attempt: 1 });
    expect(await events(failed)).toEqual(['>queued', 'queued>claimed', 'claimed>failed', 'failed>queued']);
    expect(await claimed([failed])).toHaveLength(1);
    expect((await jobOf(stores, failed)).attempt).toBe(2);
  });

  it('are found by a filter, as far as they may be retried', async () => {
    const ids = (await post(stores, 'matched', 4)).sort();
    const operations = new Map(
      (await stores.claims.claim(ids.slice(0, 3), terms('alpha'))).map((c) => [c.job.id, c.operationId]),
    );
    await fail(operations.get(ids[0] ?? '') ?? '', 'out-of-memory');
    await fail(operations.get(ids[1] ?? '') ?? '', 'bad-reads');
    const matching = (filter: unknown) => stores.managed.retriable(JSON.stringify(filter), '', 10);
    expect(await matching({ 'workflow.id': 'matched' })).toEqual(ids.slice(0, 2));
    expect(await matching({ 'workflow.id': 'matched', error_code: 'bad-reads' })).toEqual(ids.slice(1, 2));
    await expect(matching({ name: { $nothing: 1 } })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('are not to be had before their time', async () => {
    const jobs = await stores.jobs.create(
      [
        {
          workflow: { id: 'later' },
          config: {},
          available_at: new Date(Date.now() + 3_600_000).toISOString(),
        },
      ],
      AUTHOR,
    );
    expect((await stores.claims.pick('later', 1, terms('alpha'))).claims).toEqual([]);
    await stores.database.query('update jobs set available_at = now() where id = $1', [jobs[0]?.id]);
    expect((await stores.claims.pick('later', 1, terms('alpha'))).claims).toHaveLength(1);
  });
});

describe('the history of a job', () => {
  it('comes page by page, and is unknown for an unknown job', async () => {
    const [id = ''] = await post(stores, 'paged');
    await fail((await claimed([id]))[0] ?? '');
    const first = await stores.insight.history(id, 0, 2);
    expect(first).toMatchObject({ items: [{ to: 'queued' }, { to: 'claimed' }], more: true });
    const rest = await stores.insight.history(id, first?.items[1]?.n ?? 0, 2);
    expect(rest).toMatchObject({ items: [{ from: 'claimed', to: 'failed' }], more: false });
    expect(await stores.insight.history('nothing', 0, 2)).toBeUndefined();
  });
});

import { RequeueJobs } from '../use-cases/requeue-jobs';
import { RequestJobs } from '../use-cases/request-jobs';
import type { RunRequest } from '../use-cases/requested-jobs-store';
import { openStores, type Stores } from './stores.builder';

const LAB = { kind: 'site', siteId: 'lab', clientId: 'c' } as const;
const OTHER = { kind: 'site', siteId: 'other', clientId: 'c' } as const;
const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

const asked = (runKey: string, more: Partial<RunRequest> = {}): RunRequest => ({
  by: 'sensor',
  runKey,
  workflowId: 'hello-1.0.0',
  config: { n: 1 },
  again: false,
  ...more,
});

describe('jobs that are asked for by run key', () => {
  let stores: Stores;
  let requestJobs: RequestJobs;
  const rung: string[] = [];

  beforeAll(async () => {
    stores = await openStores();
    const queue = {
      ring: (bells: readonly { jobId: string }[]) => void rung.push(...bells.map(({ jobId }) => jobId)),
      waiting: async () => new Map<string, number>(),
      ensureQueue: async () => undefined,
    };
    const journal = { tell: () => undefined };
    const requeue = new RequeueJobs(stores.managed, queue, journal);
    requestJobs = new RequestJobs(stores.requested, queue, journal, requeue);
  });
  afterAll(() => stores?.close());

  const request = (items: RunRequest[], caller: typeof LAB | typeof OTHER = LAB) =>
    requestJobs.execute(items, caller, TRACE);
  const one = async (item: RunRequest, caller: typeof LAB | typeof OTHER = LAB) => {
    const [reply] = await request([item], caller);
    if (!reply?.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
    return reply.item;
  };
  const set = (id: string, state: string) =>
    stores.database.query('update jobs set state = $2 where id = $1', [id, state]);

  it('are one for each key, of each asker and site', async () => {
    const first = await one(asked('k1'));
    expect(first).toMatchObject({ state: 'queued', is_new: true });
    expect(await one(asked('k1', { config: { n: 2 } }))).toEqual({ ...first, is_new: false });
    const others = await Promise.all([
      one(asked('k1', { by: 'another' })),
      one(asked('k1'), OTHER),
      one(asked('k2')),
    ]);
    expect(others.map((other) => other.is_new)).toEqual([true, true, true]);
    const rows = await stores.database.query<{ config: unknown; posted_by: string; traceparent: string }>(
      'select config, posted_by, traceparent from jobs where id = $1',
      [first.job_id],
    );
    expect(rows).toEqual([{ config: { n: 1 }, posted_by: 'lab', traceparent: TRACE }]);
    expect(rung.filter((id) => id === first.job_id)).toHaveLength(1);
  });

  it('are answered in the order asked, and a key that is asked for twice at once is new once', async () => {
    const replies = await request([asked('b1'), asked('b2'), asked('b1', { config: { other: 1 } })]);
    const items = replies.map((reply) => (reply.ok ? reply.item : undefined));
    expect(items.map((item) => item?.is_new)).toEqual([true, true, false]);
    expect(items[2]?.job_id).toBe(items[0]?.job_id);
  });

  it('are one though two workers ask at once, 100 times', async () => {
    for (let round = 0; round < 100; round += 1) {
      const [a, b] = await Promise.all([one(asked(`race-${round}`)), one(asked(`race-${round}`))]);
      expect(a.job_id).toBe(b.job_id);
      expect([a.is_new, b.is_new].sort()).toEqual([false, true]);
    }
    const [row] = await stores.database.query<{ jobs: number; told: number; noted: number }>(
      `select (select count(*)::int from jobs j join requested_jobs r on r.job_id = j.id where run_key like 'race-%') as jobs,
              (select count(*)::int from job_history h join requested_jobs r on r.job_id = h.job_id where run_key like 'race-%') as noted,
              (select count(*)::int from outbox, jsonb_array_elements(payload -> 'items') i
                 join requested_jobs r on r.job_id = i ->> 'id' where run_key like 'race-%') as told`,
    );
    expect(row).toEqual({ jobs: 100, noted: 100, told: 100 });
  });

  it('do not deadlock when two workers ask for the same keys in other orders', async () => {
    for (let round = 0; round < 20; round += 1) {
      const items = Array.from({ length: 20 }, (_, n) => asked(`order-${round}-${n}`));
      const [a, b] = await Promise.all([request(items), request([...items].reverse())]);
      expect([...a, ...b].every((reply) => reply.ok)).toBe(true);
    }
  });

  it.each(['failed', 'dead', 'cancelled'])(
    'are queued again when %s, but only if that is asked for',
    async (state) => {
      const { job_id } = await one(asked(`again-${state}`));
      await set(job_id, state);
      expect(await one(asked(`again-${state}`))).toEqual({ job_id, state, is_new: false });
      const [a, b] = await Promise.all([1, 2].map(() => one(asked(`again-${state}`, { again: true }))));
      expect([a?.queued_again, b?.queued_again].filter(Boolean)).toEqual([true]);
      expect(await one(asked(`again-${state}`))).toEqual({ job_id, state: 'queued', is_new: false });
    },
  );

  it.each(['queued', 'claimed', 'succeeded'])(
    'are left alone while %s, though it is asked for again',
    async (state) => {
      const { job_id } = await one(asked(`left-${state}`));
      await set(job_id, state);
      expect(await one(asked(`left-${state}`, { again: true }))).toEqual({ job_id, state, is_new: false });
    },
  );

  it('are refused when their config is too large, or no further workflow id is kept, and the key stays free', async () => {
    const replies = await request([
      asked('large', { config: { text: 'x'.repeat(256 * 1024) } }),
      asked('fits'),
    ]);
    expect(replies).toMatchObject([{ ok: false, error: { code: 'too-large' } }, { ok: true }]);
    await stores.database.query(
      `insert into workflows (id, registered) select 'unregistered-' || n, false from generate_series(1, 1000) n`,
    );
    const [refused] = await request([asked('free', { workflowId: 'one-too-many' })]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'too-many-workflows' } });
    expect(await one(asked('free'))).toMatchObject({ is_new: true });
  });

  it('are for sites to ask for', async () => {
    const user = { kind: 'user' as const, username: 'u', administers: ['lab'] };
    await expect(requestJobs.execute([asked('u')], user, TRACE)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

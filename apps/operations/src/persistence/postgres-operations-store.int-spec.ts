import { HTTP_LEASE_MS, operationsChanged } from '@callboard/contracts';
import { DomainError, mintId } from '@callboard/kernel';
import type { Operation } from '../domain/operation';
import type { Answer } from '../use-cases/change-each';
import {
  ALPHA,
  JOBS,
  newOperation,
  operationsOnPostgres,
  type OperationsOnPostgres,
  siteCaller,
} from './operations.builder';

describe('operations in PostgreSQL', () => {
  let operations: OperationsOnPostgres;
  beforeAll(async () => {
    operations = await operationsOnPostgres();
  });
  afterAll(() => operations.close());

  const opened = async (more: Parameters<typeof newOperation>[0] = {}): Promise<string> => {
    const operation = newOperation(more);
    await operations.open.execute([operation], JOBS);
    return operation.id;
  };
  const one = async (answers: Promise<Answer[]>): Promise<Operation> => {
    const [answer] = await answers;
    if (!answer || answer instanceof DomainError) throw answer ?? new Error('no answer');
    return answer;
  };
  const msLeft = async (id: string): Promise<number> => {
    const [row] = await operations.database.query<{ ms: string }>(
      'select extract(epoch from expire_time - clock_timestamp()) * 1000 as ms from operations where id = $1',
      [id],
    );
    return Number(row?.ms);
  };

  it('opens with the whole lease, once, and writes history', async () => {
    const asked = newOperation({ leaseMs: 90_000, claimant: 'worker-1' });
    const first = await one(operations.open.execute([asked], JOBS));
    expect(first).toMatchObject({
      id: asked.id,
      state: 'open',
      attempt: 1,
      result: null,
      metadata: {},
      job: asked.job,
    });
    expect(await msLeft(asked.id)).toBeGreaterThan(80_000);
    expect(await msLeft(asked.id)).toBeLessThanOrEqual(90_000);
    const again = { ...asked, siteId: 'beta', attempt: 9, job: { ...asked.job, config: { other: true } } };
    expect(await operations.open.execute([again, again], JOBS)).toEqual([first, first]);
    expect(await operations.history(asked.id)).toEqual([
      { from_state: null, to_state: 'open', who: 'service:jobs', why: 'claimed' },
    ]);
    expect(operations.reporter.openedOnes.filter(({ id }) => id === asked.id)).toHaveLength(1);
    expect(await operations.events(asked.id)).toEqual([]);
  });

  it('gives back an ended one as it is', async () => {
    const asked = newOperation();
    await operations.open.execute([asked], JOBS);
    await operations.end.execute([{ id: asked.id, outcome: 'released', reason: 'given back' }], JOBS);
    expect(await one(operations.open.execute([asked], JOBS))).toMatchObject({
      state: 'released',
      version: 2,
    });
  });

  it('refuses a lease beyond 30 days and opens the rest of the batch', async () => {
    const long = newOperation({ leaseMs: HTTP_LEASE_MS + 1 });
    const sound = newOperation({ leaseMs: HTTP_LEASE_MS });
    const answers = await operations.open.execute([long, sound], JOBS);
    expect(answers[0]).toMatchObject({ code: 'invalid-input' });
    expect(answers[1]).toMatchObject({ id: sound.id, state: 'open' });
  });

  it('opens and ends for services only, and writes for sites only', async () => {
    const id = await opened();
    const refusal = expect.objectContaining({ code: 'forbidden' }) as Error;
    await expect(operations.open.execute([newOperation()], ALPHA)).rejects.toEqual(refusal);
    await expect(operations.end.execute([{ id, outcome: 'released', reason: '' }], ALPHA)).rejects.toEqual(
      refusal,
    );
    await expect(operations.report.execute([{ id }], { kind: 'anonymous' })).rejects.toEqual(refusal);
    await expect(operations.settle.execute([{ id }], JOBS)).rejects.toEqual(refusal);
    await expect(operations.heartbeat.execute([id], JOBS)).rejects.toEqual(refusal);
  });

  it('keeps JSON in meaning', async () => {
    const config = {
      text: 'é😀\u2028',
      floats: [719.0, 0.1, 5e-324, 1.7976931348623157e308, -0],
      nested: { a: null },
    };
    const id = await opened({
      job: { id: 'job', workflow: { id: 'Reads QC: v1.0.28', name: null }, config },
    });
    const metadata = {
      extra: { list: [1, 'a', null, {}], none: null },
      'dotted.key': '',
      'back\\slash "quote" {,}': 1,
    };
    const result = { big: 9007199254740991, empty: [] };
    const stored = await one(operations.report.execute([{ id, result, metadata }], ALPHA));
    expect(stored).toMatchObject({ result, metadata });
    expect(stored.job).toEqual({
      id: 'job',
      workflow: { id: 'Reads QC: v1.0.28', name: null },
      config: { ...config, floats: [719, 0.1, 5e-324, 1.7976931348623157e308, 0] },
    });
    for (const plain of [0, '', false, [], 'null', null]) {
      expect(await one(operations.report.execute([{ id, result: plain }], ALPHA))).toMatchObject({
        result: plain,
      });
    }
  });

  it('merges metadata, keeps an unsent result and renews the lease; progress is no history (D7)', async () => {
    const id = await opened();
    await operations.report.execute([{ id, result: 1, metadata: { a: 1, extra: { x: 1 } } }], ALPHA);
    await operations.endLeases([id], 2);
    const after = await one(
      operations.report.execute(
        [{ id, metadata: { extra: { y: 2 }, site_id: 'beta', job: {}, model: '' } }],
        ALPHA,
      ),
    );
    expect(after).toMatchObject({
      siteId: 'alpha',
      result: 1,
      metadata: { a: 1, extra: { x: 1, y: 2 } },
      version: 1,
    });
    expect(after.metadata).not.toHaveProperty('site_id');
    expect(await msLeft(id)).toBeGreaterThan(50_000);
    expect(await operations.report.execute([{ id, metadata: null }], ALPHA)).toMatchObject([
      { metadata: after.metadata },
    ]);
    expect(await operations.history(id)).toHaveLength(1);
    expect(await operations.events(id)).toEqual([]);
  });

  it('loses no key when many report at once (D7)', async () => {
    const id = await opened();
    const keys = Array.from({ length: 40 }, (_, n) => `k${n}`);
    await Promise.all(
      keys.map((key) =>
        operations.report.execute([{ id, metadata: { [key]: 1, all: { [key]: 1 } } }], ALPHA),
      ),
    );
    const { metadata } = await one(operations.report.execute([{ id }], ALPHA));
    expect(Object.keys(metadata).sort()).toEqual([...keys, 'all'].sort());
    expect(Object.keys(metadata['all'] as object).sort()).toEqual([...keys].sort());
  });

  it('answers a batch item by item, in the order asked', async () => {
    const [mine, theirs, gone] = [await opened(), await opened({ siteId: 'beta' }), await opened()];
    await operations.end.execute([{ id: gone, outcome: 'cancelled', reason: 'not wanted' }], JOBS);
    const unknown = mintId();
    const items = [
      { id: gone },
      { id: mine },
      { id: unknown },
      { id: theirs },
      { id: mine, metadata: { twice: true } },
    ];
    const expected = [
      { code: 'operation-cancelled' },
      { id: mine, metadata: { twice: true } },
      { code: 'not-found' },
      { code: 'forbidden' },
      { id: mine, metadata: { twice: true } },
    ];
    expect(await operations.report.execute(items, ALPHA)).toMatchObject(expected);
    expect(await operations.heartbeat.execute([gone, mine, unknown, theirs], ALPHA)).toMatchObject([
      { code: 'operation-cancelled' },
      { id: mine },
      { code: 'not-found' },
      { code: 'forbidden' },
    ]);
    expect(await operations.settle.execute(items, ALPHA)).toMatchObject([
      { code: 'operation-cancelled' },
      { id: mine, state: 'succeeded' },
      { code: 'not-found' },
      { code: 'forbidden' },
      { id: mine, state: 'succeeded' },
    ]);
    expect(
      await operations.end.execute([{ id: unknown, outcome: 'released', reason: '' }], JOBS),
    ).toMatchObject([{ code: 'not-found' }]);
  });

  it('takes the first of two ends in one batch', async () => {
    const id = await opened();
    const items = [
      { id, result: { n: 1 } },
      { id, result: { n: 2 } },
      { id, result: { n: 1 } },
    ];
    expect(await operations.settle.execute(items, ALPHA)).toMatchObject([
      { state: 'succeeded', result: { n: 1 } },
      { code: 'operation-settled' },
      { state: 'succeeded', result: { n: 1 } },
    ]);
    expect(await operations.events(id)).toHaveLength(1);
  });

  it.each([
    ['succeeded', { result: { n: 1 } }],
    ['failed', { result: { code: 'truncated', message: 'ends early', retriable: false } }],
    ['cancelled', { metadata: { cancelled: true } }],
  ] as const)('settles as %s, with one event and one line of history', async (outcome, patch) => {
    const id = await opened({ attempt: 3 });
    const first = await one(operations.settle.execute([{ id, ...patch }], ALPHA));
    expect(first).toMatchObject({ state: outcome, version: 2 });
    expect(first.endedAt).toBeInstanceOf(Date);
    const error = outcome === 'failed' ? { error_code: 'truncated', retriable: false } : {};
    const item = {
      id,
      version: 2,
      job_id: first.job?.id,
      site_id: 'alpha',
      attempt: 3,
      to: outcome,
      ...error,
      ended_at: first.endedAt?.toISOString(),
      traceparent: first.traceparent,
    };
    expect(
      await one(operations.settle.execute([{ id, ...patch, metadata: { ...first.metadata } }], ALPHA)),
    ).toEqual(first);
    expect(await one(operations.settle.execute([{ id }], ALPHA))).toEqual(first);
    expect(await operations.events(id)).toEqual([{ subject: operationsChanged.subject, item }]);
    expect((await operations.history(id)).slice(1)).toEqual([
      { from_state: 'open', to_state: outcome, who: 'site:alpha', why: 'settled by its site' },
    ]);
    expect(operations.reporter.toldSites.some((told) => told.id === id)).toBe(false);
  });

  it.each(['cancelled', 'released'] as const)('is %s by others, and the site is told', async (outcome) => {
    const id = await opened();
    const end = { id, outcome, reason: 'staff asked' };
    const first = await one(operations.end.execute([end], JOBS));
    expect(await one(operations.end.execute([end], JOBS))).toEqual(first);
    expect(
      await operations.end.execute(
        [{ ...end, outcome: outcome === 'released' ? 'cancelled' : 'released' }],
        JOBS,
      ),
    ).toMatchObject([{ code: `operation-${outcome}` }]);
    expect(await operations.events(id)).toMatchObject([{ item: { to: outcome, version: 2 } }]);
    expect((await operations.history(id)).slice(1)).toEqual([
      { from_state: 'open', to_state: outcome, who: 'service:jobs', why: 'staff asked' },
    ]);
    expect(operations.reporter.toldSites.filter((told) => told.id === id)).toMatchObject([
      { siteId: 'alpha', outcome },
    ]);
  });

  it('heartbeats renew by the own length of each lease, and leave no trace', async () => {
    const [short, long] = [await opened({ leaseMs: 1000 }), await opened({ leaseMs: 600_000 })];
    await operations.endLeases([short, long], 1);
    const [first, second] = await operations.heartbeat.execute([short, long], ALPHA);
    expect(first).toMatchObject({ id: short });
    expect(second).toMatchObject({ id: long });
    expect(await msLeft(short)).toBeLessThanOrEqual(1000);
    expect(await msLeft(long)).toBeGreaterThan(590_000);
    expect(await operations.history(long)).toHaveLength(1);
    expect(await operations.events(long)).toEqual([]);
  });

  describe('leases that ran out', () => {
    it('expire 5 s later, not before, and never when renewed', async () => {
      const [dead, young, renewed] = [await opened(), await opened(), await opened()];
      await operations.endLeases([dead, renewed], 6);
      await operations.endLeases([young], 1);
      await operations.heartbeat.execute([renewed], ALPHA);
      await operations.expire.execute();
      const stored = await operations.store.find([dead, young, renewed]);
      expect([dead, young, renewed].map((id) => stored.get(id)?.state)).toEqual(['expired', 'open', 'open']);
      expect(await operations.events(dead)).toMatchObject([
        { item: { to: 'expired', version: 2, site_id: 'alpha' } },
      ]);
      expect((await operations.history(dead)).slice(1)).toEqual([
        { from_state: 'open', to_state: 'expired', who: 'service:operations', why: 'its lease ran out' },
      ]);
      expect(operations.reporter.toldSites.filter(({ id }) => id === dead)).toHaveLength(1);
      expect(await operations.report.execute([{ id: dead, metadata: { late: 1 } }], ALPHA)).toMatchObject([
        { code: 'operation-expired' },
      ]);
      expect(await operations.settle.execute([{ id: dead, result: 'late' }], ALPHA)).toMatchObject([
        { code: 'operation-expired' },
      ]);
    });

    it('are ended once each by several sweepers at once, in batches', async () => {
      const all = Array.from({ length: 1200 }, () => newOperation());
      for (let at = 0; at < all.length; at += 400)
        await operations.open.execute(all.slice(at, at + 400), JOBS);
      await operations.endLeases(
        all.map(({ id }) => id),
        60,
      );
      await Promise.all([1, 2, 3, 4].map(() => operations.expire.execute()));
      const ids = new Set(all.map(({ id }) => id));
      expect(operations.reporter.endedOnes.filter(({ id }) => ids.has(id))).toHaveLength(1200);
      const [row] = await operations.database.query<{ items: string; distinct: string }>(
        `select count(*) as items, count(distinct item ->> 'id') as distinct
           from outbox, jsonb_array_elements(payload -> 'items') as item
          where item ->> 'id' = any($1)`,
        [[...ids]],
      );
      expect(row).toEqual({ items: '1200', distinct: '1200' });
    });

    it('are found by their index', async () => {
      await operations.database.query('analyze operations');
      const plan = await operations.database.query<Record<string, string>>(
        `explain select id from operations where state in ('open') and expire_time < now() - interval '5 seconds' order by expire_time limit 500`,
      );
      expect(JSON.stringify(plan)).toContain('operations_leases');
    });
  });

  it('lets batches in opposite orders pass without a deadlock', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => opened()));
    const there = ids.map((id) => ({ id, metadata: { there: 1 } }));
    const back = [...ids].reverse().map((id) => ({ id, metadata: { back: 1 } }));
    await Promise.all(
      Array.from({ length: 10 }, () => [
        operations.report.execute(there, ALPHA),
        operations.report.execute(back, ALPHA),
        operations.heartbeat.execute([...ids].reverse(), ALPHA),
      ]).flat(),
    );
    const stored = await operations.store.find(ids);
    for (const id of ids) expect(stored.get(id)?.metadata).toEqual({ there: 1, back: 1 });
  });

  it('tells of an end under the site and the trace that it was opened with', async () => {
    const asked = newOperation({ siteId: 'beta' });
    await operations.open.execute([asked], JOBS);
    await operations.settle.execute([{ id: asked.id }], siteCaller('beta'));
    const told = operations.reporter.endedOnes.filter(({ id }) => id === asked.id);
    expect(told).toMatchObject([{ siteId: 'beta', traceparent: asked.traceparent, outcome: 'succeeded' }]);
  });

  it('gives all operations page by page, each once, in the order of their ids', async () => {
    const large = 'x'.repeat(150_000);
    await operations.open.execute(
      Array.from({ length: 12 }, () =>
        newOperation({ job: { id: mintId(), workflow: { id: 'w' }, config: { large } } }),
      ),
      JOBS,
    );
    const seen: string[] = [];
    for (let more = true; more;) {
      const page = await operations.store.page({ after: seen.at(-1), limit: 7 });
      expect(page.operations.length).toBeGreaterThan(0);
      expect(page.operations.length).toBeLessThanOrEqual(7);
      // Large ones are cut to size: 400 kB hold two of them.
      expect(page.operations.filter(({ job }) => 'large' in (job?.config ?? {})).length).toBeLessThanOrEqual(
        2,
      );
      seen.push(...page.operations.map(({ id }) => id));
      more = page.more;
    }
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(seen.length);
    expect((await operations.store.find(seen)).size).toBe(seen.length);
    expect((await operations.store.page({ after: seen.at(-1), limit: 7 })).operations).toEqual([]);
  });
});

import { HTTP_LEASE_MS, PUT_OPERATION_MODEL, putOperationsEnded } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { newTraceparent } from '@callboard/messaging';
import type { Operation } from '../domain/operation';
import { viewOf } from '../inbound/operation-view';
import {
  ALPHA,
  JOBS,
  newOperation,
  type OperationsOnPostgres,
  operationsOnPostgres,
  siteCaller,
} from './operations.builder';

const PUT = { storeUrl: 'https://store.example.org/bucket/', expiresInSeconds: 300 };

describe('operations to put objects, on PostgreSQL', () => {
  let operations: OperationsOnPostgres;

  beforeAll(async () => {
    operations = await operationsOnPostgres();
  }, 60_000);
  afterAll(() => operations?.close());

  const put = async (caller = ALPHA): Promise<Operation & { promised: { object_id: string } }> => {
    const [answer] = await operations.openPuts.execute([PUT], caller, newTraceparent());
    if (!answer || answer instanceof DomainError || !answer.promised) throw new Error('no promise');
    return { ...answer, promised: answer.promised };
  };
  const found = async (id: string): Promise<Operation | undefined> =>
    (await operations.store.find([id])).get(id);
  const idsOf = async (filter: unknown): Promise<string[]> => {
    const page = await operations.store.page({ limit: 100, filter: JSON.stringify(filter) });
    return page.operations.map(({ id }) => id);
  };

  it('promise an object id of their own, for 30 days and as long as the address holds (contract 2.2)', async () => {
    const before = Date.now();
    const first = await put();
    const { object_id } = first.promised;
    expect(object_id).toMatch(/^sys0[0-9a-z]{14}$/);
    expect(viewOf(first)).toMatchObject({ done: false, outcome: null, attempt: 1 });
    expect(viewOf(first).metadata).toEqual({
      model: PUT_OPERATION_MODEL,
      site_id: 'alpha',
      object_id,
      url: `https://store.example.org/bucket/${object_id}`,
      expires_in_seconds: 300,
    });
    const lease = first.expireTime.getTime() - before;
    expect(Math.abs(lease - HTTP_LEASE_MS - 300_000)).toBeLessThan(30_000);
    expect((await put()).promised.object_id).not.toBe(object_id);
    expect(await operations.history(first.id)).toEqual([
      { from_state: null, to_state: 'open', who: 'site:alpha', why: 'asked to put an object' },
    ]);
  });

  it('keep what they promise, whatever their site sends (contract 3.5)', async () => {
    const { id, promised } = await put();
    const sent = { ...promised, object_id: 'x', url: 'u', model: 'm', site_id: 's', job: {}, stage: 2 };
    await operations.report.execute([{ id, metadata: sent }], ALPHA);
    const after = await found(id);
    expect(after?.metadata).toEqual({ stage: 2 });
    expect(after && viewOf(after).metadata).toMatchObject({ ...promised, site_id: 'alpha', stage: 2 });
    const [refused] = await operations.report.execute([{ id, metadata: {} }], siteCaller('beta'));
    expect(refused).toMatchObject({ code: 'forbidden' });
  });

  it.each([
    ['settled', (id: string) => operations.settle.execute([{ id, result: { size: 1 } }], ALPHA), 'succeeded'],
    [
      'cancelled',
      (id: string) => operations.end.execute([{ id, outcome: 'cancelled', reason: '' }], JOBS),
      'cancelled',
    ],
    [
      'left alone',
      async (id: string) => {
        await operations.endLeases([id], 6);
        await operations.expire.execute();
      },
      'expired',
    ],
  ])('end when %s, and no job hears of it, but who looks on', async (_, end, state) => {
    const { id, promised } = await put();
    await end(id);
    expect(await found(id)).toMatchObject({ state, promised });
    expect(operations.reporter.endedOnes.find((ended) => ended.id === id)).toMatchObject({ jobId: null });
    expect(await operations.events(id)).toMatchObject([
      {
        item: { id, object_id: promised.object_id, site_id: 'alpha', to: state },
        subject: putOperationsEnded.subject,
      },
    ]);
  });

  it('do not keep the end of a claim in the same commit from being told', async () => {
    const { id } = await put();
    const claim = newOperation();
    await operations.open.execute([claim], JOBS);
    await operations.settle.execute([{ id }, { id: claim.id }], ALPHA);
    expect(await operations.events(claim.id)).toHaveLength(1);
  });

  it('are found by what clients see of them, beside claims', async () => {
    const { id, promised } = await put();
    const claim = newOperation();
    await operations.open.execute([claim], JOBS);
    expect(await idsOf({ 'metadata.object_id': promised.object_id })).toEqual([id]);
    expect(await idsOf({ 'metadata.job.id': claim.job.id })).toEqual([claim.id]);
    const both = { id: { $in: [id, claim.id] } };
    expect(await idsOf({ ...both, 'metadata.model': PUT_OPERATION_MODEL })).toEqual([id]);
    expect(await idsOf({ ...both, 'metadata.job.id': null })).toEqual([id]);
  });

  it('are remembered as promises to their own site only', async () => {
    const { object_id } = (await put()).promised;
    const asked = [object_id, 'sys0unknown'];
    expect(await operations.store.findPromised('alpha', asked)).toEqual([object_id]);
    expect(await operations.store.findPromised('beta', asked)).toEqual([]);
  });

  it('permit no results to be stored, as those are of attempts of a job', async () => {
    const { id } = await put();
    const service = { kind: 'service', service: 'objects' } as const;
    const refusal = expect.objectContaining({ code: 'forbidden', message: expect.stringMatching(/claim/) });
    await expect(operations.permits.grant(id, 'alpha', service)).rejects.toThrow(refusal as Error);
  });

  it('are for sites to open', async () => {
    const user = { kind: 'user' as const, username: 'u', administers: ['alpha'] };
    await expect(operations.openPuts.execute([PUT], user, newTraceparent())).rejects.toThrow(
      expect.objectContaining({ code: 'forbidden' }) as Error,
    );
  });
});

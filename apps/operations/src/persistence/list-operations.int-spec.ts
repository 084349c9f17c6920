import { JOB_OPERATION_MODEL } from '@callboard/contracts';
import { JOBS, newOperation, operationsOnPostgres, siteCaller } from './operations.builder';

let operations: Awaited<ReturnType<typeof operationsOnPostgres>>;
beforeAll(async () => {
  operations = await operationsOnPostgres();
});
afterAll(() => operations?.close());

const idsOf = async (filter: unknown) =>
  (await operations.store.page({ limit: 100, filter: JSON.stringify(filter) })).operations.map(
    ({ id }) => id,
  );

describe('filters on operations (contract 3.6)', () => {
  it('reach every field that clients see', async () => {
    const asked = newOperation({ siteId: 'gamma' });
    const { id } = asked;
    await operations.open.execute([asked], JOBS);
    const OPEN = [
      { done: false, outcome: null, result: null },
      { done: { $ne: true } },
      { expire_time: { $gt: { $date: '2026-01-02T03:04:05Z' } } },
      { 'metadata.site_id': 'gamma' },
      { 'metadata.job.id': asked.job.id },
      { 'metadata.model': JOB_OPERATION_MODEL },
      { 'metadata.job.workflow.id': asked.job.workflow.id },
      { 'metadata.cancelled': { $ne: true } },
      { attempt: { $in: [asked.attempt, 99] } },
    ];
    for (const filter of OPEN) expect([filter, await idsOf({ ...filter, id })]).toEqual([filter, [id]]);
    const metadata = { extra: { exit: 0 } };
    await operations.settle.execute([{ id, result: { bases: 42 }, metadata }], siteCaller('gamma'));
    const DONE = [
      { done: true, outcome: 'succeeded' },
      { 'result.bases': { $gt: 41 } },
      { 'metadata.extra.exit': 0 },
    ];
    for (const filter of DONE) expect([filter, await idsOf({ ...filter, id })]).toEqual([filter, [id]]);
  });

  it('D14: find no column that clients do not see', async () => {
    for (const column of ['traceparent', 'lease_ms', 'claimant', 'version', 'job', 'state', 'site_id'])
      expect(await idsOf({ [column]: { $exists: true } })).toEqual([]);
  });
});

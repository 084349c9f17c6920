import { mintId } from '@callboard/kernel';
import type { Outcome } from '@callboard/contracts';
import { JOBS } from '../operations.builder';
import { opEvent, runsOnPostgres, type RunsOnPostgres } from './runs.builder';

let runs: RunsOnPostgres;
beforeAll(async () => {
  runs = await runsOnPostgres();
});
afterAll(() => runs?.close());

/** A run that made an object, and has an op under way. */
async function underWay() {
  const [objectId, made] = [mintId(), mintId()];
  const operation = await runs.openOn(objectId);
  const { run } = await runs.begin(operation);
  await runs.record(operation, [
    opEvent('succeeded', { outputs: [made] }),
    opEvent('started', { op: 'write' }),
  ]);
  return { operation, run, made };
}

const ENDS: Record<Outcome, (operation: string) => Promise<unknown>> = {
  succeeded: (id) => runs.settleWith(id, { n: 1 }),
  failed: (id) => runs.settleWith(id, { code: 'no-space', message: 'the disk is full', retriable: true }),
  cancelled: (id) => runs.end.execute([{ id, outcome: 'cancelled', reason: 'test' }], JOBS),
  released: (id) => runs.end.execute([{ id, outcome: 'released', reason: 'test' }], JOBS),
  expired: async (id) => {
    await runs.endLeases([id], 60);
    await runs.expire.execute();
  },
};

describe('the end of an operation ends its run', () => {
  it.each([
    ['succeeded', 'COMPLETE', null, 'operation-settled'],
    ['failed', 'FAIL', { code: 'no-space', message: 'the disk is full' }, 'operation-settled'],
    ['cancelled', 'ABORT', null, 'operation-cancelled'],
    ['released', 'ABORT', null, 'operation-released'],
    [
      'expired',
      'FAIL',
      { code: 'operation-expired', message: 'the lease of the operation ran out' },
      'operation-expired',
    ],
  ] as const)('%s: %s', async (outcome, type, error, code) => {
    const { operation, run, made } = await underWay();
    await ENDS[outcome](operation);
    const outputs = outcome === 'succeeded' ? [`/operations/${operation}`, made] : [made];
    const happenings = await runs.happenings(run.id);
    expect(happenings).toHaveLength(2);
    expect(happenings[1]).toMatchObject({ n: 2, type, operation_id: operation, outputs, error });
    expect(await runs.opRows(run.id)).toMatchObject([
      { op: 'read', state: 'succeeded' },
      { op: 'write', state: 'failed', error: { code } },
    ]);
    expect(await runs.count('runs', 'id = $1 and status = $2', run.id, type)).toBe(1);
    // In the same commit: what PostgreSQL notes of the transaction that wrote a row.
    const [same] = await runs.database.query<{ together: boolean }>(
      `select o.xmin = r.xmin and r.xmin = e.xmin and e.xmin = p.xmin as together
         from operations o join runs r on r.operation_id = o.id join run_events e on e.run_id = r.id and e.n = 2
         join run_ops p on p.run_id = r.id and p.op = 'write' where o.id = $1`,
      [operation],
    );
    expect(same).toEqual({ together: true });
  });

  it('once, however often the end is repeated', async () => {
    const { operation, run } = await underWay();
    await ENDS.succeeded(operation);
    await ENDS.succeeded(operation);
    expect(await runs.happenings(run.id)).toHaveLength(2);
  });

  it('of many at once, and leaves other runs and operations without a run alone', async () => {
    const [a, b, other] = [await underWay(), await underWay(), await underWay()];
    const without = await runs.openOn();
    const items = [a.operation, b.operation, without].map((id) => ({
      id,
      outcome: 'released' as const,
      reason: 'test',
    }));
    await runs.end.execute(items, JOBS);
    for (const { run } of [a, b]) expect(await runs.happenings(run.id)).toHaveLength(2);
    expect(await runs.happenings(other.run.id)).toHaveLength(1);
    expect(await runs.count('run_events', 'operation_id = $1', without)).toBe(0);
  });

  it('not of a run that went on under a later operation', async () => {
    const { operation, run } = await underWay();
    await runs.database.query(`update runs set operation_id = 'later' where id = $1`, [run.id]);
    await ENDS.released(operation);
    expect(await runs.happenings(run.id)).toHaveLength(1);
  });
});

import { mintId } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { LOG_LINES } from '../../domain/runs/run-limits';
import { ALPHA, siteCaller } from '../operations.builder';
import { AT, opEvent, runsOnPostgres, type RunsOnPostgres } from './runs.builder';

let runs: RunsOnPostgres;
beforeAll(async () => {
  runs = await runsOnPostgres();
});
afterAll(() => runs?.close());

async function begun(objectId = mintId()) {
  const operation = await runs.openOn(objectId);
  return { operation, run: (await runs.begin(operation)).run, objectId };
}
const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    at: new Date(AT.getTime() + from + n),
    level: 'info',
    text: `line ${from + n}`,
  }));

describe('what the ops of a run did', () => {
  it('is kept op by op, with the objects that it was about', async () => {
    const { operation, run, objectId } = await begun();
    const [read, made] = [mintId(), mintId()];
    const events = [
      opEvent('started', { inputs: [objectId, read] }),
      opEvent('logged', { logs: lines(0, 2) }),
      opEvent('succeeded', { outputs: [made], output: { n: 1 } }),
      opEvent('started', { op: 'write' }),
      opEvent('skipped', { op: 'tidy' }),
    ];
    expect(await runs.record(operation, events)).toBe(5);
    expect(await runs.opRows(run.id)).toMatchObject([
      { op: 'read', state: 'succeeded', output: { n: 1 }, inputs: [objectId, read], outputs: [made] },
      { op: 'tidy', state: 'skipped' },
      { op: 'write', state: 'running', ended_at: null },
    ]);
    const datasets = await runs.database.query(
      'select direction, object_id from run_datasets where run_id = $1 order by n',
      [run.id],
    );
    expect(datasets).toEqual([
      { direction: 'in', object_id: objectId },
      { direction: 'in', object_id: read },
      { direction: 'out', object_id: made },
    ]);
  });

  it('is kept once, also when it is sent many times at once', async () => {
    const { operation, run } = await begun();
    const events = [
      opEvent('started', { logs: lines(0, 3) }),
      opEvent('succeeded', { output: 1, outputs: ['made'] }),
    ];
    const recorded = await Promise.all(Array.from({ length: 20 }, () => runs.record(operation, events)));
    expect(recorded.filter((count) => count === 2)).toHaveLength(1);
    expect(await runs.opRows(run.id)).toHaveLength(1);
    expect(await runs.count('run_op_logs', 'run_id = $1', run.id)).toBe(3);
    expect(await runs.count('run_datasets', `run_id = $1 and direction = 'out'`, run.id)).toBe(1);
    await runs.record(operation, [opEvent('failed', { output: 2 })]);
    expect(await runs.opRows(run.id)).toMatchObject([{ state: 'succeeded', output: 1 }]);
  });

  it('has a bounded log', async () => {
    const { operation, run } = await begun();
    await runs.record(operation, [opEvent('started')]);
    for (let from = 0; from < LOG_LINES.ofAttempt + 400; from += 200)
      await runs.record(operation, [opEvent('logged', { logs: lines(from, 200) })]);
    expect(await runs.count('run_op_logs', 'run_id = $1', run.id)).toBe(LOG_LINES.ofAttempt);
    expect(await runs.count('runs', 'id = $1 and log_lines = $2', run.id, LOG_LINES.ofAttempt)).toBe(1);
  });

  it('is refused whole when one event is', async () => {
    const { operation, run } = await begun();
    const events = [opEvent('started'), opEvent('succeeded', { op: 'write', output: 'x'.repeat(2 ** 20) })];
    await expect(runs.record(operation, events)).rejects.toMatchObject({ code: 'too-large' });
    expect(await runs.opRows(run.id)).toEqual([]);
  });

  it('is taken from the site that works on it alone, once it has begun', async () => {
    const operation = await runs.openOn();
    const events = [opEvent('started')];
    await expect(runs.record(operation, events)).rejects.toMatchObject({ code: 'not-found' });
    await runs.begin(operation);
    await expect(runs.record(operation, events, siteCaller('beta'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(runs.record(mintId(), events)).rejects.toMatchObject({ code: 'not-found' });
    expect(await runs.record(operation, events)).toBe(1);
  });

  it('is refused after the end with how it ended', async () => {
    const events = [opEvent('started')];
    const { operation: released } = await begun();
    await runs.end.execute([{ id: released, outcome: 'released', reason: 'test' }], {
      kind: 'service',
      service: 'jobs',
    });
    await expect(runs.record(released, events)).rejects.toMatchObject({ code: 'operation-released' });
    const { operation: expired } = await begun();
    await runs.endLeases([expired], 60);
    await runs.expire.execute();
    await expect(runs.record(expired, events)).rejects.toMatchObject({ code: 'operation-expired' });
  });

  it('and the end never pass each other: the end waits, and counts what was kept before it', async () => {
    const { operation, run } = await begun();
    const keeping = runs.database.dataSource.createQueryRunner();
    try {
      await keeping.query('begin');
      await keeping.query('select from operations where id = $1 for share', [operation]);
      await keeping.query(
        `insert into run_ops (run_id, op, attempt, operation_id, state, started_at, inputs, outputs, bytes)
         values ($1, 'late', 1, $2, 'running', now(), '{}', '{}', 0)`,
        [run.id, operation],
      );
      const end = runs.settle.execute([{ id: operation, result: 1 }], ALPHA);
      await eventually('the end waits for the lock', async () => (await waiting()) > 0);
      await keeping.query('commit');
      await end;
    } finally {
      await keeping.release();
    }
    expect(await runs.opRows(run.id)).toMatchObject([{ op: 'late', state: 'failed' }]);
  });
});

const waiting = () =>
  runs.count('pg_stat_activity', `datname = current_database() and wait_event_type = 'Lock'`);

import { silentLog } from '@callboard/kernel';
import { Pruner } from '@callboard/outbox';
import { prunedTables } from '../pruned-tables';
import { AT, opEvent, runsOnPostgres, type RunsOnPostgres } from './runs.builder';

let runs: RunsOnPostgres;
beforeAll(async () => {
  runs = await runsOnPostgres();
});
afterAll(() => runs?.close());

/** A run whose op wrote two lines 900 days ago, and ended so many days ago, if at all. */
async function logged(endedDaysAgo?: number): Promise<string> {
  const operation = await runs.openOn();
  const { run } = await runs.begin(operation);
  const logs = ['one', 'two'].map((text) => ({ at: AT, level: 'info', text }));
  await runs.record(operation, [opEvent('started', { logs })]);
  await runs.database.query(
    `update run_op_logs set kept_at = now() - interval '900 days' where run_id = $1`,
    [run.id],
  );
  if (endedDaysAgo === undefined) return run.id;
  await runs.database.query(
    `update run_ops set state = 'succeeded', ended_at = now() - $2 * interval '1 day' where run_id = $1`,
    [run.id, endedDaysAgo],
  );
  return run.id;
}

it('logs of ops go whole once the op has ended long enough ago; what it did stays', async () => {
  const [due, kept, open] = [await logged(366), await logged(364), await logged()];
  const [table] = prunedTables.filter(({ table }) => table === 'run_op_logs');
  if (table === undefined) throw new Error('logs are not pruned');
  const retention = { RETAIN_HISTORY_DAYS: 365, RETAIN_OUTBOX_DAYS: 3, RETAIN_DEAD_LETTERS_DAYS: 90 };
  const parts = { database: runs.database, log: silentLog, tables: prunedTables, retention };
  expect(await new Pruner(parts).prune(table)).toBe(2);
  const lines = (run: string) => runs.count('run_op_logs', 'run_id = $1', run);
  expect([await lines(due), await lines(kept), await lines(open)]).toEqual([0, 2, 2]);
  expect(await runs.opRows(due)).toHaveLength(1);
});

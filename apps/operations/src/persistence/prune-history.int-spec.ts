import { silentLog } from '@callboard/kernel';
import { Pruner, type Retention } from '@callboard/outbox';
import { JOBS, newOperation, operationsOnPostgres, type OperationsOnPostgres } from './operations.builder';
import { prunedTables } from './pruned-tables';

let operations: OperationsOnPostgres;
beforeAll(async () => {
  operations = await operationsOnPostgres();
});
afterAll(() => operations?.close());

const YEAR: Retention = { RETAIN_HISTORY_DAYS: 365, RETAIN_OUTBOX_DAYS: 3, RETAIN_DEAD_LETTERS_DAYS: 90 };

async function prune(retention = YEAR): Promise<number> {
  const parts = { database: operations.database, log: silentLog, tables: prunedTables, retention };
  const rounds = prunedTables.map((table) => new Pruner(parts).prune(table));
  return (await Promise.all(rounds)).reduce((sum, rows) => sum + rows);
}

/** An operation that was opened 900 days ago, and ended so many days ago, if at all. */
async function operation(endedDaysAgo?: number): Promise<string> {
  const asked = newOperation();
  await operations.open.execute([asked], JOBS);
  const { database } = operations;
  await database.query(
    `update operation_history set at = now() - interval '900 days' where operation_id = $1`,
    [asked.id],
  );
  if (endedDaysAgo === undefined) return asked.id;
  await database.query(
    `update operations set state = 'succeeded', ended_at = now() - $2 * interval '1 day' where id = $1`,
    [asked.id, endedDaysAgo],
  );
  await database.query(
    `insert into operation_history (operation_id, from_state, to_state, who, why, at)
     select id, 'open', state, 'test', 'test', ended_at from operations where id = $1`,
    [asked.id],
  );
  return asked.id;
}

describe('the history of operations', () => {
  it('goes whole once the operation has ended long enough ago, and stays while it is open', async () => {
    const [due, kept, open] = [await operation(366), await operation(364), await operation()];
    expect(await prune()).toBe(2);
    expect(await operations.history(due)).toEqual([]);
    expect(await operations.history(kept)).toHaveLength(2);
    expect(await operations.history(open)).toHaveLength(1);
  });

  it('stays for ever unless somebody decides otherwise; the operation stays always', async () => {
    const old = await operation(800);
    expect(await prune({ ...YEAR, RETAIN_HISTORY_DAYS: 'forever' })).toBe(0);
    expect(await operations.history(old)).toHaveLength(2);
    await Promise.all([prune(), prune()]);
    expect(await operations.history(old)).toEqual([]);
    expect(await operations.database.query('select from operations where id = $1', [old])).toHaveLength(1);
  });
});

import { DomainError, mintId } from '@callboard/kernel';
import { newTraceparent } from '@callboard/messaging';
import { viewOf } from '../inbound/operation-view';
import { ArchiveOperations } from '../use-cases/archive-operations';
import {
  ALPHA,
  JOBS,
  newOperation,
  type OperationsOnPostgres,
  operationsOnPostgres,
  siteCaller,
} from './operations.builder';
import { PostgresArchiveStore } from './postgres-archive-store';

const DAYS = 90;

describe('operations that are archived, on PostgreSQL', () => {
  let operations: OperationsOnPostgres;
  let archiving: ArchiveOperations;

  beforeEach(async () => {
    operations = await operationsOnPostgres();
    archiving = new ArchiveOperations(new PostgresArchiveStore(operations.database), 'alpha');
  }, 60_000);
  afterEach(() => operations?.close());

  const archive = (registered: string[] = [], limit = 100) =>
    archiving.execute({ limit, olderThanDays: DAYS, registered }, ALPHA);
  const listed = async (filter?: unknown): Promise<string[]> => {
    const page = await operations.store.page({
      limit: 100,
      ...(filter ? { filter: JSON.stringify(filter) } : {}),
    });
    return page.operations.map(({ id }) => id);
  };
  /** As if it had ended so many days ago. */
  const endedDaysAgo = (id: string, days: number) =>
    operations.database.query(
      `update operations set ended_at = now() - $2::int * interval '1 day' where id = $1`,
      [id, days],
    );
  const opened = async (jobId = mintId(), attempt = 1): Promise<string> => {
    const job = { id: jobId, workflow: { id: 'test' }, config: {} };
    const operation = newOperation({ attempt });
    await operations.open.execute([{ ...operation, job }], JOBS);
    return operation.id;
  };
  const settled = async (result: unknown, days = DAYS + 1): Promise<string> => {
    const id = await opened();
    await operations.settle.execute([{ id, result }], ALPHA);
    await endedDaysAgo(id, days);
    return id;
  };
  const put = async (result: unknown): Promise<{ id: string; objectId: string }> => {
    const asked = { storeUrl: 'https://store.example.org', expiresInSeconds: 300 };
    const [answer] = await operations.openPuts.execute([asked], ALPHA, newTraceparent());
    if (!answer || answer instanceof DomainError || !answer.promised) throw new Error('no promise');
    await operations.settle.execute([{ id: answer.id, result }], ALPHA);
    await endedDaysAgo(answer.id, DAYS + 1);
    return { id: answer.id, objectId: answer.promised.object_id };
  };

  it('are those that ended long ago as they were to; all are read by id as ever', async () => {
    const [old, failed] = [await settled({ n: 1 }), await settled({ code: 'x', message: 'y' })];
    const [young, open] = [await settled({ n: 2 }, DAYS - 1), await opened()];
    expect(await archive()).toMatchObject({ looked_at: 4, archived: 2, last: null, promised: [] });
    expect((await listed()).sort()).toEqual([young, open].sort());
    expect((await listed({ archived_at: { $ne: null } })).sort()).toEqual([old, failed].sort());
    const stored = (await operations.store.find([old])).get(old);
    expect(stored && viewOf(stored)).toMatchObject({
      done: true,
      result: { n: 1 },
      archived_at: expect.any(String) as string,
    });
    expect((await operations.store.history(old, 0, 10))?.items).toHaveLength(2);
    expect(await archive()).toMatchObject({ archived: 0 });
  });

  it('are not those whose job waits for a further attempt, until there is one', async () => {
    const jobId = mintId();
    const released = await opened(jobId);
    await operations.end.execute([{ id: released, outcome: 'released', reason: 'test' }], JOBS);
    await endedDaysAgo(released, DAYS + 1);
    expect(await archive()).toMatchObject({ archived: 0 });
    const next = await opened(jobId, 2);
    expect(await archive()).toMatchObject({ archived: 1 });
    expect(await listed()).toEqual([next]);
  });

  it('are those under which nothing was put, and of the others those whose object is registered', async () => {
    const failed = await put({ code: 'x', message: 'y' });
    const [registered, missing] = [await put({ size: 1 }), await put({ size: 1 })];
    const first = await archive();
    expect(first).toMatchObject({ archived: 1 });
    expect([...first.promised].sort()).toEqual([registered.objectId, missing.objectId].sort());
    expect(await archive([registered.objectId])).toMatchObject({ archived: 1, promised: [missing.objectId] });
    expect(await listed()).toEqual([missing.id]);
    expect(await listed()).not.toContain(failed.id);
  });

  it('are looked at page by page', async () => {
    for (let at = 0; at < 5; at += 1) await settled({ at });
    const pages: number[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await archiving.execute({ after, limit: 2, olderThanDays: DAYS, registered: [] }, ALPHA);
      pages.push(page.archived);
      [after, more] = [page.last ?? undefined, page.last !== null];
    }
    expect(pages).toEqual([2, 2, 1]);
  });

  it('are archived by nobody but the runtime’s own site', async () => {
    const asked = archiving.execute({ limit: 1, olderThanDays: DAYS, registered: [] }, siteCaller('beta'));
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
  });
});

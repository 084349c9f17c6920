import { mintId } from '@callboard/kernel';
import { runEvent, runOp, runSummary } from '@callboard/contracts';
import { eventView, opViews, summaryOf } from '../../inbound/runs/run-views';
import { PostgresRunReadsStore } from './postgres-run-reads-store';
import { AT, opEvent, runsOnPostgres, type RunsOnPostgres, WORKFLOW } from './runs.builder';

let runs: RunsOnPostgres;
let store: PostgresRunReadsStore;
beforeAll(async () => {
  runs = await runsOnPostgres();
  store = new PostgresRunReadsStore(runs.database);
});
afterAll(() => runs?.close());

const later = (ms: number) => new Date(AT.getTime() + ms);

/** A run that was asked for, failed at its second op, and went through by a retry. */
async function retried() {
  const [objectId, jobId, made] = [mintId(), mintId(), mintId()];
  const { id } = await runs.request(objectId);
  const first = await runs.openOn(objectId, jobId);
  await runs.begin(first);
  await runs.record(first, [
    opEvent('started', { op: 'write', at: later(10), inputs: [objectId] }),
    opEvent('failed', { op: 'write', at: later(20), error: { code: 'no-space', message: 'full' } }),
    opEvent('started', { op: 'read', at: later(0), logs: [{ at: AT, level: 'info', text: 'reading' }] }),
    opEvent('succeeded', { op: 'read', at: later(5), output: { n: 1 } }),
  ]);
  await runs.settleWith(first, { code: 'no-space', message: 'full' });
  const failed = await store.find(id);
  const second = await runs.openOn(objectId, jobId, 2);
  await runs.begin(second);
  await runs.record(second, [
    opEvent('started', { op: 'write', attempt: 2, at: later(1000), outputs: [made] }),
    opEvent('succeeded', { op: 'write', attempt: 2, at: later(1010), output: null }),
  ]);
  await runs.settleWith(second, { n: 1 });
  return { id, objectId, jobId, made, first, second, failed };
}

describe('a run as it is read', () => {
  it('has the status of its latest event, its beginning from the first, and everything it read and made once', async () => {
    const { id, objectId, jobId, made, first, second, failed } = await retried();
    expect(failed).toMatchObject({
      status: 'FAIL',
      operationId: first,
      error: { code: 'no-space', message: 'full' },
      outputs: [],
    });
    const run = await store.find(id);
    if (run === undefined) throw new Error('no run');
    const view = summaryOf(run);
    expect(runSummary.safeParse(view).error).toBeUndefined();
    expect(view).toMatchObject({
      id,
      status: 'COMPLETE',
      was_started_by: 'user:ada',
      inputs: [objectId],
      outputs: [`/operations/${second}`, made],
      job: { id: WORKFLOW, description: WORKFLOW },
      job_id: jobId,
      operation_id: second,
      error: null,
    });
    const events = await store.events(id, undefined, 10);
    expect(view.started_at_time).toBe(events?.items.at(-1)?.at.toISOString());
  });

  it('tells its events newest first, page by page', async () => {
    const { id, first, second } = await retried();
    const page = await store.events(id, undefined, 3);
    expect(page?.items.map(({ n, type, operationId }) => [n, type, operationId])).toEqual([
      [5, 'COMPLETE', second],
      [4, 'STARTED', second],
      [3, 'FAIL', first],
    ]);
    expect(page?.more).toBe(true);
    const rest = await store.events(id, 3, 3);
    expect(rest?.items.map(({ type }) => type)).toEqual(['STARTED', 'REQUESTED']);
    expect(rest?.more).toBe(false);
    expect(await store.events(id, 1, 3)).toMatchObject({ items: [], more: false });
    for (const item of [...(page?.items ?? []), ...(rest?.items ?? [])])
      expect(runEvent.safeParse(eventView(id, WORKFLOW, item)).error).toBeUndefined();
  });

  it('tells its ops in the order in which they began, the latest attempt first, with their logs', async () => {
    const { id } = await retried();
    const ops = await store.ops(id);
    if (ops === undefined) throw new Error('no ops');
    const views = opViews(ops);
    for (const view of views) expect(runOp.safeParse(view).error).toBeUndefined();
    expect(views.map(({ op, attempt, state }) => [op, attempt, state])).toEqual([
      ['read', 1, 'succeeded'],
      ['write', 2, 'succeeded'],
      ['write', 1, 'failed'],
    ]);
    expect(views[0]).toMatchObject({ output: { n: 1 }, logs: [{ level: 'info', text: 'reading' }] });
    expect(views[2]).toMatchObject({ error: { code: 'no-space' }, logs: [], output: null });
  });

  it('is told from one that does not exist', async () => {
    const { id } = await runs.request(mintId());
    expect(await store.ops(id)).toEqual({ attempts: [], lines: [] });
    expect(await store.find(id)).toMatchObject({ status: 'REQUESTED', jobId: null, operationId: null });
    for (const read of [store.find('x'), store.events('x', undefined, 1), store.ops('x'), store.history('x')])
      expect(await read).toBeUndefined();
  });
});

describe('the runs of an object', () => {
  it('tell what became of it, those that came last first, page by page', async () => {
    const { id, objectId } = await retried();
    const operation = await runs.openOn(objectId);
    const { run } = await runs.begin(operation);
    await runs.settleWith(operation, { code: 'invalid-metadata', message: 'two places' });
    const first = await store.ofObject(objectId, undefined, 1);
    expect([first.items.map((item) => summaryOf(item)), first.more]).toMatchObject([
      [{ id: run.id, status: 'FAIL', error: { code: 'invalid-metadata', message: 'two places' } }],
      true,
    ]);
    const second = await store.ofObject(objectId, first.items[0]?.n, 1);
    expect([second.items.map((item) => item.id), second.more]).toEqual([[id], false]);
    expect(await store.ofObject(mintId(), undefined, 5)).toEqual({ items: [], more: false });
  });
});

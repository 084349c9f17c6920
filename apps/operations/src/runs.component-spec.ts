import {
  beginRun,
  type Caller,
  getRun,
  getRunLineage,
  listRunEvents,
  listRunOps,
  openOperations,
  recordRunEvents,
  requestRun,
  settleOperations,
  traceLineage,
} from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { OperationsModule } from './operations.module';
import { migrations } from './persistence/migrations';

const JOBS: Caller = { kind: 'service', service: 'jobs' };
const WORKFLOW = 'metadata-in-1.0.0';
const AT = '2026-01-02T03:04:05.678Z';

describe('runs of the service operations', () => {
  let world: ServiceWorld;
  let alpha: LoggedInSite;
  let beta: LoggedInSite;

  beforeAll(async () => {
    world = await ServiceWorld.open({ service: 'operations', migrations, sites: ['alpha', 'beta'] });
    [alpha, beta] = [await world.logIn('alpha'), await world.logIn('beta')];
    await world.start(OperationsModule);
  }, 60_000);
  afterAll(() => world?.close());

  const ask = <I, O>(contract: Parameters<typeof world.requests.request<I, O>>[0], input: I) =>
    world.requests.request(contract, input, { caller: JOBS });

  async function opened(object_id: string, job_id: string, attempt: number): Promise<string> {
    const id = mintId();
    const job = { id: job_id, workflow: { id: WORKFLOW }, config: { object_id } };
    const item = { id, site_id: 'alpha', attempt, lease_ms: 60_000, job };
    expect((await ask(openOperations, { items: [item] })).items).toMatchObject([{ ok: true }]);
    return id;
  }

  it('are asked for, carried out by a site, resumed after a failure, and told to everybody', async () => {
    const [object_id, job_id, made] = [mintId(), mintId(), mintId()];
    const asked = await ask(requestRun, { workflow_id: WORKFLOW, object_id, asked_by: 'user:ada' });
    const id = asked.run_id;
    expect(asked.is_new).toBe(true);
    expect(await world.requests.request(getRun, { id })).toMatchObject({ status: 'REQUESTED', job_id: null });

    const first = await opened(object_id, job_id, 1);
    const site = alpha.client;
    expect(await site.request(beginRun, { operation_id: first })).toEqual({
      run_id: id,
      attempt: 1,
      succeeded: [],
      attempts: [],
    });
    const error = { code: 'no-space', message: 'the disk is full' };
    const items = [
      { op: 'read', attempt: 1, kind: 'started' as const, at: AT, inputs: [object_id] },
      { op: 'read', attempt: 1, kind: 'succeeded' as const, at: AT, output: { n: 12 } },
      { op: 'write', attempt: 1, kind: 'started' as const, at: AT },
      {
        op: 'write',
        attempt: 1,
        kind: 'logged' as const,
        at: AT,
        logs: [{ at: AT, level: 'warn', text: 'full' }],
      },
      { op: 'write', attempt: 1, kind: 'failed' as const, at: AT, error },
    ];
    const batch = { operation_id: first, items };
    expect(await site.request(recordRunEvents, batch)).toEqual({ recorded: 5 });
    await expect(beta.client.request(recordRunEvents, batch)).rejects.toMatchObject({ code: 'forbidden' });
    await site.request(settleOperations, { items: [{ id: first, result: error }] });
    await expect(site.request(recordRunEvents, batch)).rejects.toMatchObject({ code: 'operation-settled' });
    expect(await world.requests.request(getRun, { id })).toMatchObject({ status: 'FAIL', error });

    const second = await opened(object_id, job_id, 2);
    expect(await site.request(beginRun, { operation_id: second })).toEqual({
      run_id: id,
      attempt: 2,
      succeeded: [{ op: 'read', output: { n: 12 } }],
      attempts: ['read', 'write'].map((op) => ({ op, attempt: 1 })),
    });
    const done = { op: 'write', attempt: 2, kind: 'succeeded' as const, at: AT, outputs: [made] };
    await site.request(recordRunEvents, { operation_id: second, items: [done] });
    await site.request(settleOperations, { items: [{ id: second, result: { n: 12 } }] });

    expect(await world.requests.request(getRun, { id })).toMatchObject({
      status: 'COMPLETE',
      was_started_by: 'user:ada',
      inputs: [object_id],
      outputs: [`/operations/${second}`, made],
      error: null,
    });
    const events = await world.requests.request(listRunEvents, { id, limit: 3 });
    expect([events.items.map(({ type }) => type), events.more]).toEqual([
      ['COMPLETE', 'STARTED', 'FAIL'],
      true,
    ]);
    const ops = await world.requests.request(listRunOps, { id });
    expect(ops.items.map(({ op, attempt, state }) => [op, attempt, state])).toEqual([
      ['read', 1, 'succeeded'],
      ['write', 2, 'succeeded'],
      ['write', 1, 'failed'],
    ]);
    expect(ops.items[2]?.logs).toEqual([{ at: AT, level: 'warn', text: 'full' }]);
    const lineage = await world.requests.request(getRunLineage, { id });
    expect(lineage.events.map(({ eventType }) => eventType)).toHaveLength(10);
    const graph = await world.requests.request(traceLineage, {
      object_id: made,
      direction: 'upstream',
      depth: 1,
    });
    expect(graph.nodes.map((node) => node.id)).toEqual([made, id, object_id]);
  });

  it('that do not exist are not found', async () => {
    for (const contract of [getRun, listRunOps, getRunLineage])
      await expect(world.requests.request(contract as typeof getRun, { id: 'x' })).rejects.toMatchObject({
        code: 'not-found',
      });
    const page = world.requests.request(listRunEvents, { id: 'x', limit: 1, before: 2 ** 53 - 1 });
    await expect(page).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are not for everybody to ask for', async () => {
    const asked = { workflow_id: WORKFLOW, object_id: 'o', asked_by: 'x' };
    await expect(world.requests.request(requestRun, asked)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(world.requests.request(beginRun, { operation_id: 'o' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

import { randomUUID } from 'node:crypto';
import {
  bellDurable,
  bellSubject,
  type Caller,
  claimJobs,
  createJobs,
  createWorkflow,
  getJobs,
  HTTP_LEASE_MS,
  listJobs,
  listWorkflows,
  operationsChanged,
  type Outcome,
  releaseJobs,
  SITE_LEASE_MS,
  sitesChanged,
  triggersFired,
  WORK_STREAM,
} from '@callboard/contracts';
import { newTraceparent, RequestClient } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import { type NatsConnection } from 'nats';
import { JobsModule } from './jobs.module';
import { FakeOperations } from './operations.fake';
import { migrations } from './persistence/migrations';

const site = (siteId: string): Caller => ({ kind: 'site', siteId, clientId: `client-of-${siteId}` });
const ADMIN: Caller = { kind: 'user', username: 'admin', administers: ['nmdc-runtime'] };

describe('the service jobs', () => {
  let world: ServiceWorld;
  let nats: NatsConnection;
  let sql: Database;
  let requests: RequestClient;
  let operations: FakeOperations;
  let alpha: LoggedInSite;

  beforeAll(async () => {
    world = await ServiceWorld.open({ service: 'jobs', migrations, sites: ['alpha'] });
    ({ nats, requests, sql } = world);
    operations = new FakeOperations(nats);
    operations.start();
    alpha = await world.logIn('alpha');
    await world.start(JobsModule, 2);
  });

  afterAll(() => world.close());

  const fire = (workflowId: string, objectId: string, traceparent = newTraceparent()) =>
    world.tell(triggersFired, {
      items: [
        {
          id: randomUUID(),
          trigger_id: `reads--${workflowId}`,
          object_type_id: 'reads',
          workflow_id: workflowId,
          object_id: objectId,
          fired_at: new Date().toISOString(),
          traceparent,
        },
      ],
    });

  const endEvent = (id: string, jobId: string, to: Outcome) =>
    world.tell(operationsChanged, {
      items: [
        {
          id,
          version: 2,
          job_id: jobId,
          site_id: 'alpha',
          attempt: 1,
          to,
          ended_at: new Date().toISOString(),
        },
      ],
    });

  async function post(workflowId: string, config: Record<string, unknown> = {}): Promise<string> {
    const items = [{ workflow: { id: workflowId }, config }];
    const reply = await requests.request(createJobs, { items }, { caller: site('poster') });
    const [item] = reply.items;
    if (!item?.ok) throw new Error('not posted');
    return item.item.id;
  }

  async function stateOf(jobId: string): Promise<string | undefined> {
    const { items } = await requests.request(getJobs, { ids: [jobId] });
    return items[0]?.ok ? items[0].item.state : undefined;
  }

  const claimById = (jobId: string, siteId: string, more: { claimant?: string; request_id?: string } = {}) =>
    requests.request(claimJobs, { pick: { job_ids: [jobId] }, ...more }, { caller: site(siteId) });

  async function bellsOf(workflowId: string): Promise<number> {
    const jsm = await nats.jetstreamManager();
    const info = await jsm.streams.info(WORK_STREAM, { subjects_filter: bellSubject(workflowId) });
    return info.state.subjects?.[bellSubject(workflowId)] ?? 0;
  }

  it('takes an object from its firing to a settled job', async () => {
    const workflowId = 'sequence-summary-1.0.0';
    const traceparent = newTraceparent();
    const ask = () =>
      alpha.client.request(claimJobs, {
        pick: { workflow_id: workflowId, max: 1 },
        claimant: 'worker-1',
        request_id: randomUUID(),
      });
    expect(await ask()).toEqual({ items: [], remaining: false });
    const queue = await nats.jetstream().consumers.get(WORK_STREAM, bellDurable(workflowId));

    await fire(workflowId, 'object-1', traceparent);
    const bell = await queue.next({ expires: 5000 });
    expect(bell?.subject).toBe(bellSubject(workflowId));
    await fire(workflowId, 'object-1');

    const reply = await ask();
    const [item] = reply.items;
    const claimed = item?.ok ? item.item : undefined;
    expect(claimed).toMatchObject({
      traceparent,
      job: {
        id: bell?.string(),
        workflow: { id: workflowId },
        config: { object_id: 'object-1' },
        state: 'claimed',
      },
      operation: { done: false, attempt: 1 },
    });
    const operationId = claimed?.operation.id ?? '';
    const jobId = claimed?.job.id ?? '';
    expect(claimed?.job.claims).toEqual([{ op_id: operationId, site_id: 'alpha' }]);
    expect(operations.openings.at(-1)).toMatchObject({
      id: operationId,
      site_id: 'alpha',
      claimant: 'worker-1',
      lease_ms: SITE_LEASE_MS,
      traceparent,
      job: { id: jobId, config: { object_id: 'object-1' } },
    });
    bell?.ack();

    await Promise.all([endEvent(operationId, jobId, 'succeeded'), endEvent(operationId, jobId, 'succeeded')]);
    await eventually('the job to succeed', async () => (await stateOf(jobId)) === 'succeeded');
    const pairs = await sql.query(`select id from jobs where object_id = 'object-1'`, []);
    expect(pairs).toHaveLength(1);
  });

  it('claims and releases over HTTP as unchanged clients expect (contract 3.3, 3.4)', async () => {
    const jobId = await post('Reads QC: v1.0.28', { git_repo: 'https://x' });
    const [first, again] = [await claimById(jobId, 'NERSC'), await claimById(jobId, 'NERSC')];
    expect(first.items[0]).toMatchObject({ ok: true, item: { job: { id: jobId, state: 'claimed' } } });
    expect(again).toEqual(first);
    expect(operations.openings.at(-1)).toMatchObject({ lease_ms: HTTP_LEASE_MS });
    const refusals = await Promise.all([
      claimById(jobId, 'EMSL'),
      claimById(jobId, 'NERSC', { claimant: 'worker-9' }),
      claimById('nmdc:sys0nothing', 'NERSC'),
    ]);
    expect(refusals.map(({ items: [item] }) => (item?.ok ? 'ok' : item?.error.code))).toEqual([
      'job-claimed',
      'held-by-your-site',
      'not-found',
    ]);

    const release = (siteId: string) =>
      requests.request(releaseJobs, { job_ids: [jobId, 'nmdc:sys0nothing'] }, { caller: site(siteId) });
    expect((await release('EMSL')).items[0]).toMatchObject({ ok: true, item: { state: 'claimed' } });
    const operationId = first.items[0]?.ok ? first.items[0].item.operation.id : '';
    for (const reply of [await release('NERSC'), await release('NERSC')]) {
      expect(reply.items).toMatchObject([
        {
          ok: true,
          item: {
            state: 'queued',
            claims: [{ op_id: operationId, site_id: 'NERSC', done: true, cancelled: true }],
          },
        },
        { ok: false, error: { code: 'not-found' } },
      ]);
    }
    await endEvent(operationId, jobId, 'released');
    expect((await claimById(jobId, 'EMSL')).items[0]).toMatchObject({
      ok: true,
      item: { job: { attempt: 2 } },
    });
  });

  it('minds capabilities that it hears of', async () => {
    const workflow = { id: 'needs-gpu', capability_ids: ['gpu'] };
    await requests.request(createWorkflow, workflow, { caller: ADMIN });
    const jobId = await post('needs-gpu');
    const refusal = await claimById(jobId, 'NERSC');
    expect(refusal.items[0]).toMatchObject({ ok: false, error: { code: 'missing-capability' } });
    await world.tell(sitesChanged, { items: [{ id: 'NERSC', version: 2, capability_ids: ['gpu'] }] });
    await eventually('the capability to count', async () => (await claimById(jobId, 'NERSC')).items[0]?.ok);
  });

  it('lets only those act who may', async () => {
    const jobId = await post('test');
    const user: Caller = { kind: 'user', username: 'u', administers: ['elsewhere'] };
    const forbidden = { code: 'forbidden' };
    const items = [{ workflow: { id: 'test' }, config: {} }];
    const pick = { job_ids: [jobId] };
    await expect(requests.request(claimJobs, { pick }, { caller: user })).rejects.toMatchObject(forbidden);
    await expect(requests.request(releaseJobs, pick, { caller: user })).rejects.toMatchObject(forbidden);
    await expect(requests.request(createJobs, { items }, { caller: user })).rejects.toMatchObject(forbidden);
    const workflow = { id: 'new-workflow', capability_ids: [] };
    for (const caller of [user, site('nmdc-runtime')])
      await expect(requests.request(createWorkflow, workflow, { caller })).rejects.toMatchObject(forbidden);
    expect(await requests.request(createWorkflow, workflow, { caller: ADMIN })).toMatchObject(workflow);
    await expect(requests.request(createWorkflow, workflow, { caller: ADMIN })).rejects.toMatchObject({
      code: 'already-exists',
    });
    const { workflows } = await requests.request(listWorkflows, {});
    expect(workflows[0]?.id).toBe('metag-1.0.0');
    expect(workflows.at(-1)?.id).toBe('new-workflow');
  });

  it('lists all jobs page by page', async () => {
    const all = await requests.request(listJobs, { limit: 1000 });
    const seen: string[] = [];
    for (let more = true; more;) {
      const after = seen.at(-1);
      const page = await requests.request(listJobs, { limit: 2, ...(after ? { after } : {}) });
      seen.push(...page.jobs.map((job) => job.id));
      more = page.more;
    }
    expect(seen).toEqual(all.jobs.map((job) => job.id));
  });

  it('keeps a claim whose operation could not be opened, and gives it when asked again', async () => {
    const jobId = await post('test');
    operations.stop();
    const asked = { request_id: randomUUID(), claimant: 'p-1' };
    await expect(claimById(jobId, 'NERSC', asked)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await stateOf(jobId)).toBe('claimed');
    operations.start();
    const [item] = (await claimById(jobId, 'NERSC', asked)).items;
    expect(item).toMatchObject({
      ok: true,
      item: { job: { id: jobId, attempt: 1 }, operation: { done: false } },
    });
  });

  it('opens operations that were never opened, and settles ends that were never heard', async () => {
    const jobId = await post('test');
    operations.stop();
    await expect(claimById(jobId, 'NERSC')).rejects.toMatchObject({ code: 'unavailable' });
    operations.start();
    const turn = async (): Promise<void> => {
      await sql.query('update claims set next_comparison = now() where job_id = $1', [jobId]);
    };
    await turn();
    const opened = () => operations.openings.find((opening) => opening.job.id === jobId);
    const operation = await eventually('the operation to be opened', opened);
    operations.end(operation.id, 'failed', { code: 'broken', message: 'it broke' });
    await turn();
    await eventually('the job to be settled', async () => (await stateOf(jobId)) === 'failed');
  });

  it('rings again for every claimable job when the broker has lost its data', async () => {
    const workflowId = 'bells: lost';
    await Promise.all([post(workflowId), post(workflowId), post(workflowId)]);
    await eventually('a bell for each job', async () => (await bellsOf(workflowId)) >= 3);
    await world.broker.wipeAndRestart();
    await eventually('the bells to be back', async () => (await bellsOf(workflowId)) >= 3, {
      timeoutMs: 20_000,
    });
    const ask = { pick: { workflow_id: workflowId, max: 0 } };
    const reply = await eventually('the service to answer', () =>
      requests.request(claimJobs, ask, { caller: site('NERSC') }),
    );
    expect(reply).toEqual({ items: [], remaining: true });
    const durable = bellDurable(workflowId);
    const jsm = await nats.jetstreamManager();
    await eventually('the queue to be there', () => jsm.consumers.info(WORK_STREAM, durable));
  });

  it('rings when a job becomes due', async () => {
    const workflowId = 'becomes-due';
    const jobId = await post(workflowId);
    await requests.request(
      claimJobs,
      { pick: { workflow_id: workflowId, max: 0 } },
      { caller: site('NERSC') },
    );
    const queue = await nats.jetstream().consumers.get(WORK_STREAM, bellDurable(workflowId));
    const wait = `update jobs set available_at = now() + interval '1 second' where id = $1`;
    await sql.query(wait, [jobId]);
    for (let left = await bellsOf(workflowId); left > 0; left = await bellsOf(workflowId))
      (await queue.next({ expires: 1000 }))?.ack();
    await eventually('a bell for the job that is due', async () => (await bellsOf(workflowId)) >= 1);
  });
});

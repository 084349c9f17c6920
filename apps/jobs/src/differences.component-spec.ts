import { randomUUID } from 'node:crypto';
import {
  bellDurable,
  bellSubject,
  type Caller,
  claimJobs,
  createJobs,
  createWorkflow,
  changeWorkflow,
  deleteWorkflow,
  getJobs,
  type Job,
  type JobIn,
  operationsChanged,
  type Outcome,
  releaseJobs,
  triggersFired,
  WORK_STREAM,
} from '@callboard/contracts';
import { newTraceparent, RequestClient } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import type { NatsConnection } from 'nats';
import { JobsModule } from './jobs.module';
import { FakeOperations } from './operations.fake';
import { migrations } from './persistence/migrations';

const site = (siteId: string): Caller => ({ kind: 'site', siteId, clientId: `client-of-${siteId}` });
const ADMIN: Caller = { kind: 'user', username: 'admin', administers: ['nmdc-runtime'] };

let world: ServiceWorld;
let nats: NatsConnection;
let requests: RequestClient;
let operations: FakeOperations;
let sql: Database;

beforeAll(async () => {
  world = await ServiceWorld.open({ service: 'jobs', migrations });
  ({ nats, requests, sql } = world);
  operations = new FakeOperations(nats);
  operations.start();
  await world.start(JobsModule, 2);
}, 60_000);

afterAll(() => world.close());

async function post(job: JobIn): Promise<string> {
  const { items } = await requests.request(createJobs, { items: [job] }, { caller: site('poster') });
  if (!items[0]?.ok) throw new Error('not posted');
  return items[0].item.id;
}

async function read(jobId: string): Promise<Job> {
  const { items } = await requests.request(getJobs, { ids: [jobId] });
  if (!items[0]?.ok) throw new Error('no such job');
  return items[0].item;
}

const claim = async (jobId: string, siteId: string) =>
  (await requests.request(claimJobs, { pick: { job_ids: [jobId] } }, { caller: site(siteId) })).items[0];

/** Claims a job and gives the operation to work under. */
async function hold(jobId: string, siteId: string): Promise<string> {
  const reply = await claim(jobId, siteId);
  if (!reply?.ok) throw new Error(`not claimed: ${JSON.stringify(reply)}`);
  return reply.item.operation.id;
}

const release = async (ids: string[], siteId: string) =>
  (await requests.request(releaseJobs, { job_ids: ids }, { caller: site(siteId) })).items;

/** An operation ends at `operations`, which tells of it. */
async function end(id: string, jobId: string, to: Outcome, result: unknown = null): Promise<void> {
  operations.end(id, to, result);
  const ended_at = new Date().toISOString();
  await world.tell(operationsChanged, {
    items: [{ id, version: 2, job_id: jobId, site_id: 'alpha', attempt: 1, to, ended_at }],
  });
}

const fire = (workflowId: string, objectId: string) =>
  world.tell(triggersFired, {
    items: [
      {
        id: randomUUID(),
        trigger_id: `reads--${workflowId}`,
        object_type_id: 'reads',
        workflow_id: workflowId,
        object_id: objectId,
        fired_at: new Date().toISOString(),
        traceparent: newTraceparent(),
      },
    ],
  });

const jobsAbout = (objectId: string) =>
  sql.query<{ id: string }>('select id from jobs where object_id = $1', [objectId]);

async function bellsOf(workflowId: string): Promise<number> {
  const jsm = await nats.jetstreamManager();
  const info = await jsm.streams.info(WORK_STREAM, { subjects_filter: bellSubject(workflowId) });
  return info.state.subjects?.[bellSubject(workflowId)] ?? 0;
}

/** Takes the bells of a workflow of which nothing can be claimed, so that none is rung again. */
async function takeBells(workflowId: string): Promise<void> {
  const ask = { pick: { workflow_id: workflowId, max: 0 } };
  expect(await requests.request(claimJobs, ask, { caller: site('alpha') })).toMatchObject({
    remaining: false,
  });
  const queue = await nats.jetstream().consumers.get(WORK_STREAM, bellDurable(workflowId));
  await eventually('no bell is left', async () => {
    const bells = await queue.fetch({ max_messages: 100, expires: 1000 });
    for await (const bell of bells) bell.ack();
    return (await bellsOf(workflowId)) === 0;
  });
}

describe('D2 of many claims at the same moment one wins', () => {
  it('with one operation, and the job keeps every field', async () => {
    const job = { workflow: { id: 'd2', kept: { as: 'sent' } }, config: { a: { b: [1, null] }, c: 719.5 } };
    const jobId = await post(job);
    const sites = Array.from({ length: 20 }, (_, n) => `site-${n}`);
    const replies = await Promise.all(sites.map((siteId) => claim(jobId, siteId)));
    expect(replies.filter((reply) => reply?.ok)).toHaveLength(1);
    for (const reply of replies) {
      if (reply && !reply.ok) expect(reply.error.code).toBe('job-claimed');
    }
    expect(operations.openings.filter((opening) => opening.job.id === jobId)).toHaveLength(1);
    expect(await read(jobId)).toMatchObject({ ...job, state: 'claimed', claims: [expect.any(Object)] });
  });
});

describe('D4 a release ends the operation itself', () => {
  it('so that it is done, as released', async () => {
    const jobId = await post({ workflow: { id: 'd4' }, config: {} });
    const operationId = await hold(jobId, 'alpha');
    await release([jobId], 'alpha');
    expect(operations.operations.get(operationId)).toMatchObject({ done: true, outcome: 'released' });
  });
});

describe('D5 a release keeps finished claims', () => {
  it('of the same site', async () => {
    await requests.request(createWorkflow, { id: 'd5', capability_ids: [] }, { caller: ADMIN });
    const policy = { id: 'd5', max_attempts: 2, retry_delay_ms: 0 };
    await requests.request(changeWorkflow, policy, { caller: ADMIN });
    const jobId = await post({ workflow: { id: 'd5' }, config: {} });
    const first = await hold(jobId, 'alpha');
    await end(first, jobId, 'failed', { code: 'broken', message: 'it broke' });
    await eventually('the job to be queued again', async () => (await read(jobId)).state === 'queued');
    const second = await hold(jobId, 'alpha');
    expect((await release([jobId], 'alpha'))[0]).toMatchObject({
      ok: true,
      item: { claims: [{ op_id: first }, { op_id: second, cancelled: true }] },
    });
  });

  it('and answers a batch item by item, whatever becomes of one of them', async () => {
    const ids = [
      await post({ workflow: { id: 'd5' }, config: {} }),
      await post({ workflow: { id: 'd5' }, config: {} }),
    ];
    await Promise.all(ids.map((id) => hold(id, 'alpha')));
    expect(await release([ids[0] ?? '', 'none', ids[1] ?? ''], 'alpha')).toMatchObject([
      { ok: true, item: { id: ids[0], state: 'queued' } },
      { ok: false, error: { code: 'not-found' } },
      { ok: true, item: { id: ids[1], state: 'queued' } },
    ]);
  });
});

describe('D10 a job has states, and is advertised', () => {
  it('by a bell as soon as it is posted', async () => {
    const jobId = await post({ workflow: { id: 'd10: bell' }, config: {} });
    expect((await read(jobId)).state).toBe('queued');
    await eventually('the bell', async () => (await bellsOf('d10: bell')) >= 1);
  });

  it.each([
    ['succeeded', null, 'succeeded'],
    ['failed', { code: 'broken', message: 'it broke' }, 'failed'],
  ] as const)('and its claim shows done once the operation %s', async (outcome, result, state) => {
    const jobId = await post({ workflow: { id: 'd10' }, config: {} });
    const operationId = await hold(jobId, 'alpha');
    expect(await read(jobId)).toMatchObject({ state: 'claimed', claims: [{ op_id: operationId }] });
    await end(operationId, jobId, outcome, result);
    await eventually('the job to end', async () => (await read(jobId)).state === state);
    expect((await read(jobId)).claims).toEqual([{ op_id: operationId, site_id: 'alpha', done: true }]);
  });
});

describe('D15 a lost run strands no job', () => {
  it('which is queued again, and given up as dead when lease after lease runs out', async () => {
    const jobId = await post({ workflow: { id: 'd15' }, config: {} });
    for (const state of ['queued', 'queued', 'dead'] as const) {
      await end(await hold(jobId, 'alpha'), jobId, 'expired');
      await eventually(`the job to be ${state}`, async () => (await read(jobId)).state === state);
    }
    expect(await claim(jobId, 'alpha')).toMatchObject({ ok: false, error: { code: 'job-not-queued' } });
  });
});

describe('D16 a claim whose operation was not opened is not lost', () => {
  it('but given again to the site that asks, under the same operation', async () => {
    const jobId = await post({ workflow: { id: 'd16' }, config: {} });
    operations.stop();
    await expect(claim(jobId, 'alpha')).rejects.toMatchObject({ code: 'unavailable' });
    const [claimed] = (await read(jobId)).claims ?? [];
    operations.start();
    await nats.flush();
    expect(await hold(jobId, 'alpha')).toBe(claimed?.op_id);
  });
});

describe('D17 nothing blocks a second try of the same work', () => {
  it('a released job is advertised and claimed again', async () => {
    const jobId = await post({ workflow: { id: 'd17' }, config: {} });
    const first = await hold(jobId, 'alpha');
    await takeBells('d17');
    await release([jobId], 'alpha');
    await eventually('a bell', async () => (await bellsOf('d17')) >= 1);
    expect(await hold(jobId, 'beta')).not.toBe(first);
  });

  it('a firing that is told again makes the job if it is missing, and never a second one', async () => {
    const objectId = randomUUID();
    await Promise.all([fire('d17', objectId), fire('d17', objectId)]);
    await eventually('the job', async () => (await jobsAbout(objectId)).length > 0);
    const later = randomUUID();
    await fire('d17', objectId);
    await fire('d17', later);
    await eventually('a later job', async () => (await jobsAbout(later)).length > 0);
    expect(await jobsAbout(objectId)).toHaveLength(1);
  });
});

describe('D21 workflows are changed and deleted', () => {
  it('by admins of the runtime, while no job of theirs is open', async () => {
    await requests.request(createWorkflow, { id: 'd21', capability_ids: [] }, { caller: ADMIN });
    const refusal = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
    const as = (caller: Caller) => ({ caller });
    await refusal(
      requests.request(changeWorkflow, { id: 'd21', paused: true }, as(site('alpha'))),
      'forbidden',
    );
    await refusal(requests.request(deleteWorkflow, { id: 'd21' }, as(site('alpha'))), 'forbidden');
    await refusal(requests.request(changeWorkflow, { id: 'none', paused: true }, as(ADMIN)), 'not-found');
    const changed = await requests.request(changeWorkflow, { id: 'd21', name: 'Right' }, as(ADMIN));
    expect(changed).toMatchObject({ id: 'd21', name: 'Right', paused: false });
    await post({ workflow: { id: 'd21' }, config: {} });
    await refusal(requests.request(deleteWorkflow, { id: 'd21' }, as(ADMIN)), 'workflow-in-use');
    await requests.request(deleteWorkflow, { id: 'metap-1.0.0' }, as(ADMIN));
    await refusal(requests.request(deleteWorkflow, { id: 'metap-1.0.0' }, as(ADMIN)), 'not-found');
  });
});

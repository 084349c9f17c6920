import { randomUUID } from 'node:crypto';
import {
  bellSubject,
  type Caller,
  cancelJobs,
  changeWorkflow,
  claimJobs,
  createJobs,
  createWorkflow,
  explainJob,
  getJobHistory,
  type ItemReply,
  type Job,
  type JobIn,
  limitSite,
  operationsChanged,
  retryJobs,
  retryMatchingJobs,
  sitesChanged,
  WORK_STREAM,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
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
  await world.start(JobsModule);
}, 60_000);

afterAll(() => world.close());

async function post(workflow: string, more: Partial<JobIn> = {}): Promise<string> {
  const items = [{ workflow: { id: workflow }, config: {}, ...more }];
  const reply = await requests.request(createJobs, { items }, { caller: site('poster') });
  return must(reply.items[0]).id;
}

function must<T>(reply: ItemReply<T> | undefined): T {
  if (!reply?.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
  return reply.item;
}
const codeOf = (reply: ItemReply<unknown> | undefined): string | undefined =>
  reply?.ok ? undefined : reply?.error.code;

const claim = async (id: string, siteId: string) =>
  (await requests.request(claimJobs, { pick: { job_ids: [id] } }, { caller: site(siteId) })).items[0];
const hold = async (id: string, siteId: string) => must(await claim(id, siteId)).operation.id;
const cancel = async (id: string, caller: Caller, reason?: string): Promise<ItemReply<Job> | undefined> =>
  (await requests.request(cancelJobs, { job_ids: [id], reason }, { caller })).items[0];
const retry = async (id: string, caller: Caller) =>
  (await requests.request(retryJobs, { job_ids: [id] }, { caller })).items[0];
const explain = (id: string) => requests.request(explainJob, { id });
const reasons = async (id: string) => (await explain(id)).reasons.map(({ code }) => code);
const newWorkflow = async (capability_ids: string[] = []): Promise<string> =>
  (await requests.request(createWorkflow, { id: randomUUID(), capability_ids }, { caller: ADMIN })).id;

async function tellSite(id: string, capability_ids: string[] = []): Promise<void> {
  await world.tell(sitesChanged, { items: [{ id, version: 1, capability_ids }] });
  const known = () => sql.query('select from site_capabilities where site_id = $1', [id]);
  await eventually(`the site ${id} is known`, async () => (await known()).length === 1);
}

async function settled(operationId: string, jobId: string, code: string): Promise<void> {
  operations.end(operationId, 'failed', { code, message: 'no luck' });
  const ended = { id: operationId, version: 2, job_id: jobId, site_id: 'alpha', attempt: 1 };
  const items = [{ ...ended, to: 'failed' as const, error_code: code, ended_at: new Date().toISOString() }];
  await world.tell(operationsChanged, { items });
  await eventually('the job has moved', async () => (await explain(jobId)).job_state !== 'claimed');
}

describe('cancel', () => {
  it('ends a queued job, and again without effect', async () => {
    const id = await post('cancel-queued');
    const cancelled = { ok: true, item: { state: 'cancelled' } };
    expect(await cancel(id, site('poster'), 'not wanted')).toMatchObject(cancelled);
    expect(await cancel(id, site('poster'))).toMatchObject(cancelled);
    const { items } = await requests.request(getJobHistory, { id, after: 0, limit: 10 });
    expect(items.map(({ from, to, who, why }) => ({ from, to, who, why }))).toEqual([
      { from: null, to: 'queued', who: 'site:poster', why: 'posted' },
      { from: 'queued', to: 'cancelled', who: 'site:poster', why: 'cancelled: not wanted' },
    ]);
  });

  it('ends the operation of a claimed job, and the job with it', async () => {
    const id = await post('cancel-claimed');
    const operation = await hold(id, 'alpha');
    expect(await cancel(id, ADMIN)).toMatchObject({ ok: true, item: { state: 'cancelled' } });
    expect(operations.operations.get(operation)).toMatchObject({ done: true, outcome: 'cancelled' });
  });

  it('loses against a result that came first, and settles the job by that', async () => {
    const id = await post('cancel-late');
    operations.end(await hold(id, 'alpha'), 'succeeded', { reads: 1 });
    expect(codeOf(await cancel(id, ADMIN))).toBe('job-ended');
    expect((await explain(id)).job_state).toBe('succeeded');
  });

  it('is for whom the job belongs to', async () => {
    const id = await post('cancel-own');
    expect(codeOf(await cancel(id, site('alpha')))).toBe('forbidden');
    expect(codeOf(await cancel('nmdc:sys0nothing', ADMIN))).toBe('not-found');
    const administrator: Caller = { kind: 'user', username: 'ada', administers: ['poster'] };
    expect(await cancel(id, administrator)).toMatchObject({ ok: true });
  });
});

describe('retry', () => {
  it('queues what failed again, advertised at once, and nothing else', async () => {
    const workflow = `retry-${randomUUID()}`;
    const id = await post(workflow);
    expect(codeOf(await retry(id, site('poster')))).toBe('job-not-retriable');
    await settled(await hold(id, 'alpha'), id, 'broken');
    const jsm = await nats.jetstreamManager();
    const rung = async () =>
      (await jsm.streams.info(WORK_STREAM, { subjects_filter: bellSubject(workflow) })).state;
    const before = (await rung()).last_seq;
    expect(await retry(id, site('poster'))).toMatchObject({
      ok: true,
      item: { state: 'queued', attempt: 1 },
    });
    await eventually('a bell was rung', async () => (await rung()).last_seq > before);
    expect(must(await claim(id, 'alpha')).operation.attempt).toBe(2);
  });

  it('takes all that a filter matches, a part at a time', async () => {
    const workflow = `retry-${randomUUID()}`;
    const ids = await Promise.all(Array.from({ length: 5 }, () => post(workflow)));
    await Promise.all(ids.map((id) => cancel(id, ADMIN)));
    const filter = JSON.stringify({ 'workflow.id': workflow });
    const retryAll = (max: number, caller: Caller = ADMIN) =>
      requests.request(retryMatchingJobs, { filter, max }, { caller });
    await expect(retryAll(3, site('poster'))).rejects.toMatchObject({ code: 'forbidden' });
    expect(await retryAll(3)).toEqual({ retried: 3, more: true });
    expect(await retryAll(3)).toEqual({ retried: 2, more: false });
    expect(await retryAll(3)).toEqual({ retried: 0, more: false });
  });
});

describe('explain', () => {
  it('tells of everything that stands in the way, one after the other', async () => {
    const workflow = await newWorkflow(['gpu']);
    const id = await post(workflow, { available_at: new Date(Date.now() + 3_600_000).toISOString() });
    await requests.request(changeWorkflow, { id: workflow, paused: true }, { caller: ADMIN });
    expect(await reasons(id)).toEqual(['not-yet-available', 'workflow-paused', 'no-capable-site']);
    expect((await explain(id)).reasons[2]?.missing).toEqual(['gpu']);
    await sql.query('update jobs set available_at = now() where id = $1', [id]);
    await requests.request(changeWorkflow, { id: workflow, paused: false }, { caller: ADMIN });
    const able = `able-${randomUUID()}`;
    await tellSite(able, ['gpu']);
    await requests.request(limitSite, { site_id: able, max_running: 1 }, { caller: ADMIN });
    await hold(await post('something-else'), able);
    expect(await reasons(id)).toEqual(['sites-at-limit']);
    expect(codeOf(await claim(id, able))).toBe('limit-reached');
    await requests.request(limitSite, { site_id: able, max_running: null }, { caller: ADMIN });
    await eventually(
      'the job is advertised',
      async () => (await reasons(id)).join() === 'waiting-for-a-site',
    );
    await hold(id, able);
    expect((await explain(id)).reasons).toMatchObject([{ code: 'claimed', site_id: able }]);
  });

  it('tells of a full workflow, and of a failure that waits', async () => {
    const workflow = await newWorkflow();
    await tellSite(`plain-${randomUUID()}`);
    await requests.request(
      changeWorkflow,
      { id: workflow, max_running: 1, max_attempts: 3 },
      { caller: ADMIN },
    );
    const [first, second] = [await post(workflow), await post(workflow)];
    const operation = await hold(first, 'alpha');
    expect(await reasons(second)).toEqual(['workflow-at-limit']);
    await settled(operation, first, 'out-of-memory');
    expect((await explain(first)).reasons[0]).toMatchObject({ code: 'waiting-for-retry' });
    expect(codeOf(await claim(first, 'alpha'))).toBe('job-not-due');
  });

  it('knows no job that is not there', async () => {
    await expect(explain('nmdc:sys0nothing')).rejects.toMatchObject({ code: 'not-found' });
    const history = requests.request(getJobHistory, { id: 'nmdc:sys0nothing', after: 0, limit: 5 });
    await expect(history).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a limit of a site', () => {
  it('is for administrators to set, of sites that are known', async () => {
    const limit = (site_id: string, caller: Caller) =>
      requests.request(limitSite, { site_id, max_running: 5 }, { caller });
    await expect(limit('nobody', ADMIN)).rejects.toMatchObject({ code: 'not-found' });
    await expect(limit('nobody', site('nobody'))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

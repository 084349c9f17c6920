import { randomUUID } from 'node:crypto';
import {
  type Caller,
  claimJobs,
  createJobs,
  deleteJobs,
  documentsChanged,
  getJobHistory,
  getJobs,
  type JobIn,
  requestJobs,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import { JobsModule } from './jobs.module';
import { FakeOperations } from './operations.fake';
import { migrations } from './persistence/migrations';

const SITE: Caller = { kind: 'site', siteId: 'alpha', clientId: 'client-of-alpha' };
const DELETE = '/queries:run(query_cmd:DeleteCommand)';
const ADA: Caller = { kind: 'user', username: 'ada', administers: [], allowances: [DELETE] };

let world: ServiceWorld;
let requests: RequestClient;
let operations: FakeOperations;
let beta: LoggedInSite;
let sql: Database;

beforeAll(async () => {
  world = await ServiceWorld.open({ service: 'jobs', migrations, sites: ['beta'] });
  ({ requests, sql } = world);
  operations = new FakeOperations(world.nats);
  operations.start();
  beta = await world.logIn('beta');
  await world.start(JobsModule);
}, 60_000);
afterAll(() => world?.close());

const newActivity = (): string => `nmdc:wfmgas-11-${randomUUID().slice(0, 8)}.1`;

async function post(activity_id: string, more: Partial<JobIn> = {}): Promise<string> {
  const items = [{ workflow: { id: 'assembly' }, config: { activity_id, outputs: [] }, ...more }];
  const [reply] = (await requests.request(createJobs, { items }, { caller: SITE })).items;
  if (!reply?.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
  return reply.item.id;
}
const claim = async (id: string): Promise<string> => {
  const [reply] = (await requests.request(claimJobs, { pick: { job_ids: [id] } }, { caller: SITE })).items;
  if (!reply?.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
  return reply.item.operation.id;
};
const remove = (activity_id: string, caller: Caller = ADA, removedAt = new Date(Date.now() + 1)) =>
  requests.request(
    deleteJobs,
    { items: [{ activity_id, removed_at: removedAt.toISOString() }] },
    { caller, timeoutMs: 20_000 },
  );
const isThere = async (id: string): Promise<boolean> =>
  (await requests.request(getJobs, { ids: [id] })).items[0]?.ok === true;
const rowsOf = async (jobId: string): Promise<number> => {
  const [row] = await sql.query<{ rows: number }>(
    `select (select count(*) from claims where job_id = $1) + (select count(*) from job_history where job_id = $1)
          + (select count(*) from requested_jobs where job_id = $1) as rows`,
    [jobId],
  );
  return Number(row?.rows);
};

describe('jobs of a document that is removed', () => {
  it('go with it, and nothing else does', async () => {
    const activity = newActivity();
    const [one, two, other] = [await post(activity), await post(activity), await post(newActivity())];
    expect((await remove(activity)).job_ids).toEqual([one, two].sort());
    expect([await isThere(one), await isThere(two), await isThere(other)]).toEqual([false, false, true]);
    await expect(requests.request(getJobHistory, { id: one, after: 0, limit: 10 })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await rowsOf(one)).toBe(0);
  });

  it('are told of again when the request is repeated', async () => {
    const activity = newActivity();
    const id = await post(activity);
    const removedAt = new Date(Date.now() + 1);
    expect((await remove(activity, ADA, removedAt)).job_ids).toEqual([id]);
    expect((await remove(activity, ADA, removedAt)).job_ids).toEqual([id]);
  });

  it('are cancelled first, so that the operation of a claim ends', async () => {
    const activity = newActivity();
    const id = await post(activity);
    const operation = await claim(id);
    expect((await remove(activity)).job_ids).toEqual([id]);
    expect(operations.operations.get(operation)).toMatchObject({ done: true, outcome: 'cancelled' });
    const [row] = await sql.query('select state, who from removed_jobs where id = $1', [id]);
    expect(row).toEqual({ state: 'cancelled', who: 'user:ada' });
    expect(await rowsOf(id)).toBe(0);
  });

  it('go whatever they have ended as', async () => {
    const activity = newActivity();
    const id = await post(activity);
    operations.end(await claim(id), 'succeeded', {});
    expect((await remove(activity)).job_ids).toEqual([id]);
    expect(await sql.query('select state from removed_jobs where id = $1', [id])).toEqual([
      { state: 'succeeded' },
    ]);
  });

  it('stay when they were posted after the removal', async () => {
    const activity = newActivity();
    const removedAt = new Date();
    const id = await post(activity);
    expect((await remove(activity, ADA, removedAt)).job_ids).toEqual([]);
    expect(await isThere(id)).toBe(true);
  });

  it('give their run keys back', async () => {
    const activity = newActivity();
    const request = {
      by: 'nightly',
      run_key: 'a',
      workflow_id: 'assembly',
      config: { activity_id: activity },
    };
    const asked = async () => {
      const { items } = await beta.client.request(requestJobs, { items: [request] });
      return items[0];
    };
    const first = await asked();
    await remove(activity);
    const second = await asked();
    expect(first).toMatchObject({ ok: true, item: { is_new: true } });
    expect(second).toMatchObject({ ok: true, item: { is_new: true } });
  });

  it('are removed by those who may run delete commands', async () => {
    const activity = newActivity();
    const id = await post(activity);
    for (const caller of [SITE, { ...ADA, allowances: [] }] as Caller[])
      await expect(remove(activity, caller)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await isThere(id)).toBe(true);
  });
});

describe('the event of a removal', () => {
  const told = (id: string, with_jobs: boolean) => ({
    id,
    version: 2,
    collection: 'workflow_execution_set',
    change: 'removed' as const,
    removed_at: new Date(Date.now() + 1).toISOString(),
    ...(with_jobs && { with_jobs: true as const }),
  });

  it('removes the jobs if nobody asked for it, and may come twice', async () => {
    const [activity, other] = [newActivity(), newActivity()];
    const [id, stays] = [await post(activity), await post(other)];
    const items = [told(other, false), told(activity, true)];
    await world.tell(documentsChanged, { items });
    await eventually('the job is removed', async () => !(await isThere(id)));
    await world.tell(documentsChanged, { items });
    const last = newActivity();
    const lastId = await post(last);
    await world.tell(documentsChanged, { items: [told(last, true)] });
    await eventually('the next event was heard', async () => !(await isThere(lastId)));
    expect(await isThere(stays)).toBe(true);
    const [row] = await sql.query('select who from removed_jobs where id = $1', [id]);
    expect(row).toEqual({ who: 'service:metadata' });
  });

  it('may come before whoever removed the document asks, who is told of the jobs all the same', async () => {
    const activity = newActivity();
    const id = await post(activity);
    const item = told(activity, true);
    await world.tell(documentsChanged, { items: [item] });
    await eventually('the job is removed', async () => !(await isThere(id)));
    expect((await remove(activity, ADA, new Date(item.removed_at))).job_ids).toEqual([id]);
  });
});

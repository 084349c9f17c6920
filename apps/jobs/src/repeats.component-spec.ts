import { randomUUID } from 'node:crypto';
import {
  bellSubject,
  type Caller,
  cancelJobs,
  claimJobs,
  createJobs,
  createWorkflow,
  getJobs,
  type ItemReply,
  limitSite,
  operationsChanged,
  type RequestContract,
  releaseJobs,
  retryJobs,
  retryMatchingJobs,
  WORK_STREAM,
} from '@callboard/contracts';
import { RequestClient, type RequestOptions } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import type { NatsConnection } from 'nats';
import { JobsModule } from './jobs.module';
import { FakeOperations } from './operations.fake';
import { migrations } from './persistence/migrations';

const SITE: Caller = { kind: 'site', siteId: 'alpha', clientId: 'client-of-alpha' };
const OTHER: Caller = { kind: 'site', siteId: 'beta', clientId: 'client-of-beta' };
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

const key = (caller: Caller = SITE) => ({ caller, idempotencyKey: randomUUID() });

function must<T>(reply: ItemReply<T> | undefined): T {
  if (!reply?.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
  return reply.item;
}
/** The one item of a batch. */
async function only<I, T>(
  contract: RequestContract<I, { items: ItemReply<T>[] }>,
  input: NoInfer<I>,
  options: RequestOptions = { caller: SITE },
): Promise<ItemReply<T> | undefined> {
  return (await requests.request(contract, input, options)).items[0];
}

const jobIn = (workflow: string) => ({ items: [{ workflow: { id: workflow }, config: { n: 1 } }] });
const post = async (workflow = randomUUID()): Promise<string> =>
  must(await only(createJobs, jobIn(workflow))).id;
const claim = (id: string, options?: RequestOptions) => only(claimJobs, { pick: { job_ids: [id] } }, options);
const release = (id: string, options?: RequestOptions) => only(releaseJobs, { job_ids: [id] }, options);
const cancel = (id: string, options?: RequestOptions) => only(cancelJobs, { job_ids: [id] }, options);
const stateOf = async (id: string) => must(await only(getJobs, { ids: [id] })).state;
const count = async (what: string, parameters: unknown[]): Promise<number> => {
  const [row] = await sql.query<{ n: number }>(`select count(*)::int as n from ${what}`, parameters);
  return row?.n ?? 0;
};

/** What `operations` does when the reply to `jobs` is lost: the end is there, and its event too. */
async function endBehindBack(
  operationId: string,
  jobId: string,
  to: 'released' | 'cancelled',
): Promise<void> {
  operations.end(operationId, to);
  const ended = { id: operationId, version: 2, job_id: jobId, site_id: 'alpha', attempt: 1 };
  await world.tell(operationsChanged, { items: [{ ...ended, to, ended_at: new Date().toISOString() }] });
  await eventually('the job has moved', async () => (await stateOf(jobId)) !== 'claimed');
}

describe('a posted job', () => {
  it('is one, of twenty requests at once with one key, and all get the same reply', async () => {
    const workflow = randomUUID();
    const options = key();
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => requests.request(createJobs, jobIn(workflow), options)),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await count('jobs where workflow_id = $1', [workflow])).toBe(1);
  });

  it('rings its bell once it is there to be claimed', async () => {
    const workflow = randomUUID();
    await requests.request(createJobs, jobIn(workflow), key());
    const jsm = await nats.jetstreamManager();
    await eventually('its bell is there', async () => {
      const info = await jsm.streams.info(WORK_STREAM, { subjects_filter: bellSubject(workflow) });
      return Object.values(info.state.subjects ?? {})[0] === 1;
    });
  });

  it('is another with another key, of another site, and without a key', async () => {
    const workflow = randomUUID();
    const options = key();
    for (const one of [options, key(), { ...options, caller: OTHER }, { caller: SITE }, { caller: SITE }])
      await requests.request(createJobs, jobIn(workflow), one);
    expect(await count('jobs where workflow_id = $1', [workflow])).toBe(5);
  });

  it('refuses another body under its key', async () => {
    const options = key();
    await requests.request(createJobs, jobIn('repeats'), options);
    const other = requests.request(createJobs, jobIn('others'), options);
    await expect(other).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    const route = requests.request(cancelJobs, { job_ids: ['x'] }, options);
    await expect(route).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });
});

it('costs no row where no key is sent', async () => {
  const before = await count('kept_replies', []);
  const id = await post();
  await claim(id);
  await release(id);
  await cancel(id);
  expect(await count('kept_replies', [])).toBe(before);
});

describe('a claim', () => {
  it('gives the same reply, also when its operation has ended long since', async () => {
    const id = await post();
    const options = key();
    const won = must(await claim(id, options));
    await release(id);
    expect(must(await claim(id, options))).toEqual(won);
    expect(await stateOf(id)).toBe('queued');
    expect(await count('claims where job_id = $1', [id])).toBe(1);
    const other = claim(await post(), options);
    await expect(other).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('goes on where it stopped when its operation could not be opened', async () => {
    const id = await post();
    const options = key();
    operations.stop();
    await nats.flush();
    await expect(claim(id, options)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await stateOf(id)).toBe('claimed');
    operations.start();
    await nats.flush();
    const won = must(await claim(id, options));
    expect(won.operation).toMatchObject({ attempt: 1, done: false });
    expect(must(await claim(id, options))).toEqual(won);
    expect(await count('claims where job_id = $1', [id])).toBe(1);
  });

  it('is judged anew after a refusal', async () => {
    const id = await post();
    await claim(id, { caller: OTHER });
    const options = key();
    expect(await claim(id, options)).toMatchObject({ ok: false, error: { code: 'job-claimed' } });
    await release(id, { caller: OTHER });
    expect(must(await claim(id, options)).job.id).toBe(id);
  });

  it('is one, of twenty at once with one key', async () => {
    const id = await post();
    const options = key();
    const replies = await Promise.all(Array.from({ length: 20 }, () => claim(id, options)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await count('claims where job_id = $1', [id])).toBe(1);
  });

  it('of a workflow is given again too', async () => {
    const workflow = randomUUID();
    await post(workflow);
    await post(workflow);
    const options = key();
    const pick = { pick: { workflow_id: workflow, max: 1 } };
    const first = await requests.request(claimJobs, pick, options);
    expect(first.items).toHaveLength(1);
    expect(await requests.request(claimJobs, pick, options)).toEqual(first);
    expect(await count('claims c join jobs j on j.id = c.job_id where workflow_id = $1', [workflow])).toBe(1);
  });
});

describe('a release', () => {
  it('gives back no claim that was won since', async () => {
    const id = await post();
    await claim(id);
    const options = key();
    const released = must(await release(id, options));
    expect(released.state).toBe('queued');
    await claim(id);
    expect(must(await release(id, options))).toEqual(released);
    expect(await stateOf(id)).toBe('claimed');
  });

  it('gives back no claim that was won since, even if it had stopped half way', async () => {
    const id = await post();
    const { operation } = must(await claim(id));
    const options = key();
    operations.stop();
    await nats.flush();
    await expect(release(id, options)).rejects.toMatchObject({ code: 'unavailable' });
    operations.start();
    await nats.flush();
    await endBehindBack(operation.id, id, 'released');
    const next = must(await claim(id));
    must(await release(id, options));
    expect([await stateOf(id), operations.operations.get(next.operation.id)?.done]).toEqual([
      'claimed',
      false,
    ]);
  });
});

describe('a cancel', () => {
  it.each(['queued', 'claimed'])('of a %s job is not done again once the job was retried', async (state) => {
    const id = await post();
    if (state === 'claimed') await claim(id);
    const options = key();
    const cancelled = must(await cancel(id, options));
    expect(cancelled.state).toBe('cancelled');
    await only(retryJobs, { job_ids: [id] });
    expect(must(await cancel(id, options))).toEqual(cancelled);
    expect(await stateOf(id)).toBe('queued');
  });

  it('comes to its end when it had stopped half way', async () => {
    const id = await post();
    await claim(id);
    const options = key();
    operations.stop();
    await nats.flush();
    await expect(cancel(id, options)).rejects.toMatchObject({ code: 'unavailable' });
    operations.start();
    await nats.flush();
    expect(must(await cancel(id, options)).state).toBe('cancelled');
  });
});

it('keeps what runtime admins do: retries, workflows, limits', async () => {
  const workflow = randomUUID();
  const id = await post(workflow);
  await cancel(id);
  const options = key(ADMIN);
  const matching = { filter: JSON.stringify({ 'workflow.id': workflow }), max: 100 };
  const retried = await requests.request(retryMatchingJobs, matching, options);
  expect(retried).toEqual({ retried: 1, more: false });
  await cancel(id);
  expect(await requests.request(retryMatchingJobs, matching, options)).toEqual(retried);
  expect(await stateOf(id)).toBe('cancelled');

  const named = key(ADMIN);
  const made = await requests.request(createWorkflow, { id: randomUUID(), capability_ids: [] }, named);
  const again = { id: made.id, capability_ids: [] };
  expect(await requests.request(createWorkflow, again, named)).toEqual(made);
  await expect(requests.request(createWorkflow, again, key(ADMIN))).rejects.toMatchObject({
    code: 'already-exists',
  });
  await expect(
    requests.request(limitSite, { site_id: 'nobody', max_running: 1 }, key(ADMIN)),
  ).rejects.toMatchObject({ code: 'not-found' });
});

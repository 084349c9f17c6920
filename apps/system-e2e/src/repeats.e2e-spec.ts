import { randomUUID } from 'node:crypto';
import type { Job, Operation } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { AppName } from '../../../tools/dev-stack/src/process-plans';
import { type Answer, Client, fastaObject } from './support/client';
import { startTestStack, type TestStack } from './support/test-stack';

const AT_ONCE = 20;

let test: TestStack;
let site: Client;
let admin: Client;

beforeAll(async () => {
  test = await startTestStack();
  [site, admin] = [await Client.asRuntimeSite(test.stack), await Client.asAdmin(test.stack)];
}, 120_000);

afterAll(() => test?.stop(), 60_000);

interface Call {
  who: Client;
  method: string;
  path: string;
  body?: unknown;
  status: number;
  /** Sees that it was done once. */
  once?: () => Promise<void>;
}

const send = ({ who, method, path, body }: Call, key: string): Promise<Answer> =>
  who.call(method, path, body, { 'idempotency-key': key });

const newJob = async (workflow = randomUUID()): Promise<Job> =>
  (await site.call<Job>('POST', '/jobs', { workflow: { id: workflow }, config: {} })).body;
const newObject = async (): Promise<string> =>
  (await site.call<{ id: string }>('POST', '/objects', fastaObject(test.files))).body.id;
const newTypeAndWorkflow = async (): Promise<{ object_type_id: string; workflow_id: string }> => {
  const id = randomUUID();
  await admin.call('POST', '/object_types', { id });
  await admin.call('POST', '/workflows', { id });
  return { object_type_id: id, workflow_id: id };
};
const expectClaims = async (id: string, claims: number): Promise<void> =>
  expect((await site.call<Job>('GET', `/jobs/${id}`)).body.claims).toHaveLength(claims);

/** Each call with the service that owns what it changes. A second effect would be refused, or be seen. */
const CALLS: [name: string, owner: AppName, call: () => Promise<Call>][] = [
  [
    'POST /jobs',
    'jobs',
    async () => {
      const workflow = randomUUID();
      const once = async (): Promise<void> =>
        expect((await site.jobs()).filter((job) => job.workflow.id === workflow)).toHaveLength(1);
      const body = { workflow: { id: workflow }, config: { n: 1 } };
      return { who: site, method: 'POST', path: '/jobs', body, status: 201, once };
    },
  ],
  [
    'POST /jobs/{id}:claim',
    'jobs',
    async () => {
      const { id } = await newJob();
      const once = (): Promise<void> => expectClaims(id, 1);
      return { who: site, method: 'POST', path: `/jobs/${id}:claim`, status: 200, once };
    },
  ],
  [
    'POST /jobs/{id}:release',
    'jobs',
    async () => {
      const { id } = await newJob();
      await site.call('POST', `/jobs/${id}:claim`);
      return { who: site, method: 'POST', path: `/jobs/${id}:release`, status: 200 };
    },
  ],
  [
    'POST /jobs/{id}:cancel',
    'jobs',
    async () => {
      const { id } = await newJob();
      await site.call('POST', `/jobs/${id}:claim`);
      return { who: admin, method: 'POST', path: `/jobs/${id}:cancel`, status: 200 };
    },
  ],
  [
    'POST /jobs/{id}:retry',
    'jobs',
    async () => {
      const { id } = await newJob();
      await admin.call('POST', `/jobs/${id}:cancel`);
      return { who: admin, method: 'POST', path: `/jobs/${id}:retry`, status: 200 };
    },
  ],
  [
    'POST /workflows',
    'jobs',
    async () => ({ who: admin, method: 'POST', path: '/workflows', body: { id: randomUUID() }, status: 201 }),
  ],
  [
    'POST /objects',
    'objects',
    async () => ({ who: site, method: 'POST', path: '/objects', body: fastaObject(test.files), status: 201 }),
  ],
  [
    'POST /object_types',
    'objects',
    async () => {
      const body = { id: randomUUID() };
      return { who: admin, method: 'POST', path: '/object_types', body, status: 201 };
    },
  ],
  [
    'PUT /objects/{id}/types',
    'objects',
    async () => {
      const path = `/objects/${await newObject()}/types`;
      return { who: site, method: 'PUT', path, body: ['test'], status: 200 };
    },
  ],
  [
    'POST /triggers',
    'triggers',
    async () => {
      const body = await newTypeAndWorkflow();
      return { who: admin, method: 'POST', path: '/triggers', body, status: 201 };
    },
  ],
  [
    'POST /sites',
    'sites',
    async () => ({ who: admin, method: 'POST', path: '/sites', body: { id: randomUUID() }, status: 201 }),
  ],
  [
    'POST /users',
    'sites',
    async () => {
      const body = { username: randomUUID(), password: 'correct-horse-battery' };
      return { who: admin, method: 'POST', path: '/users', body, status: 201 };
    },
  ],
  [
    'POST /operations/{id}:heartbeat',
    'operations',
    async () => {
      const { id } = await newJob();
      const { body } = await site.call<Operation>('POST', `/jobs/${id}:claim`);
      return { who: site, method: 'POST', path: `/operations/${body.id}:heartbeat`, status: 200 };
    },
  ],
];

/** Kills one, and waits until the supervisor has started it anew. */
async function killAndAwait(name: AppName): Promise<void> {
  const { pid } = test.stack.process(name);
  if (pid) process.kill(pid, 'SIGKILL');
  await eventually(`${name} was started anew`, () => test.stack.process(name).pid !== pid, {
    timeoutMs: 60_000,
  });
}

/** Asks until it is answered: by nothing that may pass. */
const untilAnswered = (call: Call, key: string): Promise<Answer> =>
  eventually(
    `${call.method} ${call.path} is answered`,
    async () => {
      const answer = await send(call, key);
      const { code } = answer.body as { code?: string };
      if (answer.status >= 500 || code === 'idempotency-key-in-use')
        throw new Error(`${answer.status} ${code}`);
      return answer;
    },
    { timeoutMs: 60_000 },
  );

const shown = ({ status, body }: Answer) => ({ status, body });
const owners = [...new Set(CALLS.map(([, owner]) => owner))];

describe('a request with an Idempotency-Key', () => {
  const answered = new Map<string, { call: Call; key: string; reply: Answer }>();

  it.each(CALLS)('is done once for twenty at once, and all are answered alike: %s', async (name, _, make) => {
    const call = await make();
    const key = randomUUID();
    const replies = await Promise.all(Array.from({ length: AT_ONCE }, () => send(call, key)));
    const [reply = replies[0]] = replies;
    expect(reply?.status).toBe(call.status);
    expect(replies.map(shown)).toEqual(replies.map(() => reply && shown(reply)));
    if (reply) answered.set(name, { call, key, reply });
    await call.once?.();
  });

  it('is answered alike after a kill -9 of every service', async () => {
    await Promise.all(owners.map(killAndAwait));
    for (const { call, key, reply } of answered.values()) {
      expect(shown(await untilAnswered(call, key))).toEqual(shown(reply));
      await call.once?.();
    }
    expect(answered.size).toBe(CALLS.length);
  }, 120_000);

  it.each(owners)(
    'is done once when %s is killed in the middle',
    async (killed) => {
      const makes = CALLS.flatMap(([, owner, make]) => (owner === killed ? [make] : []));
      const calls = await Promise.all(
        [...makes, ...makes].map(async (make) => ({ call: await make(), key: randomUUID() })),
      );
      const asked = calls.flatMap(({ call, key }) =>
        Array.from({ length: AT_ONCE }, () => send(call, key).catch(() => undefined)),
      );
      // Some are done by now, and some are not.
      await Promise.race(asked);
      await killAndAwait(killed);
      const before = await Promise.all(asked);
      for (const [n, { call, key }] of calls.entries()) {
        const reply = await untilAnswered(call, key);
        expect(reply.status).toBe(call.status);
        const earlier = before.slice(n * AT_ONCE, (n + 1) * AT_ONCE);
        for (const one of earlier) if (one?.status === call.status) expect(shown(one)).toEqual(shown(reply));
        await call.once?.();
      }
    },
    120_000,
  );

  it.each(CALLS)('refuses another body, or another thing, under the same key: %s', async (_, __, make) => {
    const [call, other] = [await make(), await make()];
    const key = randomUUID();
    expect((await untilAnswered(call, key)).status).toBe(call.status);
    expect(await send(other, key)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect((await send(other, randomUUID())).status).toBe(call.status);
  });
});

it('is another key of another caller', async () => {
  const id = randomUUID();
  const key = randomUUID();
  const asAdmin = { who: admin, method: 'POST', path: '/sites', body: { id }, status: 201 };
  expect((await send(asAdmin, key)).status).toBe(201);
  const username = randomUUID();
  await admin.call('POST', '/users', { username, password: 'correct-horse-battery' });
  const login = { grant_type: 'password', username, password: 'correct-horse-battery' };
  const who = await new Client(test.stack.gatewayUrl).logIn(login);
  expect(await send({ ...asAdmin, who }, key)).toMatchObject({
    status: 409,
    body: { code: 'already-exists' },
  });
});

it('is of use again after a refusal, which has changed nothing', async () => {
  const job = await newJob();
  const retry: Call = { who: admin, method: 'POST', path: `/jobs/${job.id}:retry`, status: 200 };
  const key = randomUUID();
  expect(await send(retry, key)).toMatchObject({ status: 409, body: { code: 'job-not-retriable' } });
  await admin.call('POST', `/jobs/${job.id}:cancel`);
  expect((await send(retry, key)).status).toBe(200);
});

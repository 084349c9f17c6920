import type { Job, Operation } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client, fastaObject } from './support/client';
import { startTestStack, type TestStack } from './support/test-stack';

const LEASE_S = 2;

let test: TestStack;
let site: Client;

beforeAll(async () => {
  test = await startTestStack();
  site = await Client.asRuntimeSite(test.stack);
}, 120_000);

afterAll(() => test?.stop(), 60_000);

async function claimed(body?: unknown): Promise<{ job: string; operation: Operation }> {
  const { body: job } = await site.call<Job>('POST', '/jobs', { workflow: { id: 'leased' }, config: {} });
  const reply = await site.call<Operation>('POST', `/jobs/${job.id}:claim`, body);
  expect(reply.status).toBe(200);
  return { job: job.id, operation: reply.body };
}
const secondsLeft = ({ expire_time }: Pick<Operation, 'expire_time'>): number =>
  (Date.parse(expire_time) - Date.now()) / 1000;

describe('a lease over HTTP', () => {
  it('lasts 30 days unless the claim asks for less, and is bounded', async () => {
    expect(secondsLeft((await claimed()).operation)).toBeGreaterThan(29 * 86_400);
    expect(secondsLeft((await claimed({ lease_seconds: 60 })).operation)).toBeLessThan(61);
    const { body: job } = await site.call<Job>('POST', '/jobs', { workflow: { id: 'leased' }, config: {} });
    for (const lease_seconds of [0, 2_592_001, 'long']) {
      const refused = await site.call('POST', `/jobs/${job.id}:claim`, { lease_seconds });
      expect(refused.status).toBe(422);
    }
  });

  it('is renewed by heartbeats and by progress', async () => {
    const { operation } = await claimed({ lease_seconds: 60 });
    const path = `/operations/${operation.id}`;
    const beat = await site.call<Operation>('POST', `${path}:heartbeat`);
    expect(beat).toMatchObject({ status: 200, body: { id: operation.id } });
    expect(Date.parse(beat.body.expire_time)).toBeGreaterThan(Date.parse(operation.expire_time));
    const patched = await site.call<Operation>('PATCH', path, { metadata: { phase: 'half' } });
    expect(Date.parse(patched.body.expire_time)).toBeGreaterThan(Date.parse(beat.body.expire_time));
  });

  it('runs out without a word: the job is had again, and nothing is written under the old operation', async () => {
    const { job, operation } = await claimed({ lease_seconds: LEASE_S });
    await eventually(
      'the job is queued again',
      async () => {
        const { body } = await site.call<Job>('GET', `/jobs/${job}`);
        if (body.state !== 'queued') throw new Error(body.state);
        return true;
      },
      { timeoutMs: 60_000 },
    );
    const again = await site.call<Operation>('POST', `/jobs/${job}:claim`);
    expect(again.body).toMatchObject({ done: false, attempt: 2 });

    const path = `/operations/${operation.id}`;
    const expired = { status: 409, body: { code: 'operation-expired' } };
    expect(await site.call('PATCH', path, { metadata: { phase: 'late' } })).toMatchObject(expired);
    expect(await site.call('PATCH', path, { done: true, result: {} })).toMatchObject(expired);
    expect(await site.call('POST', `${path}:heartbeat`)).toMatchObject(expired);
    const store = (id: string) =>
      site.call('POST', '/objects', fastaObject(test.files), { 'Callboard-Operation': id });
    expect(await store(operation.id)).toMatchObject(expired);
    expect(await store(again.body.id)).toMatchObject({ status: 201 });
    expect(await store('x'.repeat(400))).toMatchObject({ status: 422 });
    const { body } = await site.call<{ resources: { to: string; why: string }[] }>('GET', `${path}/history`);
    expect(body.resources.map(({ to }) => to)).toEqual(['open', 'expired']);
  }, 90_000);
});

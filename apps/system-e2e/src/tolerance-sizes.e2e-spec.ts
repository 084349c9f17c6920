import type { Job, Operation } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client, fastaObject } from './support/client';
import { startTestStack, type TestStack } from './support/test-stack';

const MEGABYTE = 1_000_000;
let test: TestStack;
let site: Client;

beforeAll(async () => {
  test = await startTestStack();
  site = await Client.asRuntimeSite(test.stack);
}, 120_000);
afterAll(() => test?.stop(), 60_000);

/** A record as runners leave them, of about as many bytes as asked for. */
function record(bytes: number): { calls: Record<string, unknown>[] } {
  const call = (at: number) => ({
    id: `call-${String(at).padStart(8, '0')}`,
    state: 'Done é 👩‍🔬',
    seconds: at / 8,
    log: `${at}: `.padEnd(1_000, 'reads are trimmed and counted. '),
  });
  const each = Buffer.byteLength(JSON.stringify(call(1000))) + 1;
  return { calls: Array.from({ length: Math.floor(bytes / each) }, (_, at) => call(at)) };
}

/** What megabytes take is told as 503 where the machine is too busy for them, and asked again, as clients do. */
const answered = <T>(method: string, path: string) =>
  eventually(
    `an answer to ${method} ${path}`,
    async () => {
      const reply = await site.call<T>(method, path);
      return reply.status !== 503 && reply;
    },
    { timeoutMs: 60_000 },
  );

describe('bodies up to 25 MB (contract 0, Sizes; contract 10.9, 10.10)', () => {
  it('a job of 24 MB is posted, read, listed, claimed and released, and comes back as it was sent', async () => {
    const config = record(24 * MEGABYTE);
    const posted = await site.call<Job>('POST', '/jobs', { workflow: { id: 'large' }, config });

    expect(posted.status).toBe(201);
    expect(posted.body.config).toEqual(config);
    const path = `/jobs/${posted.body.id}`;
    expect((await answered<Job>('GET', path)).body.config).toEqual(config);

    const claimed = await answered<Operation>('POST', `${path}:claim`);

    expect([claimed.status, claimed.body.metadata]).toMatchObject([200, { job: { config } }]);
    const again = await answered<Operation>('POST', `${path}:claim`);
    expect(again.body).toEqual(claimed.body);
    const released = await answered<Job>('POST', `${path}:release`);

    expect([released.status, released.body.config]).toEqual([200, config]);
    const many = await site.call<Job[]>('POST', '/jobs/release', { job_ids: [posted.body.id] });
    expect([many.status, many.body[0]?.config]).toEqual([200, config]);
    const list = await site.call<{ resources: Job[] }>('GET', '/jobs?max_page_size=100&filter={}');
    expect(list.body.resources.find(({ id }) => id === posted.body.id)?.config).toEqual(config);
  }, 120_000);

  it('8 MB of metadata of an operation are kept, beside what was there, and come back', async () => {
    const job = await site.call<Job>('POST', '/jobs', { workflow: { id: 'large' }, config: { small: 1 } });
    const claimed = await site.call<Operation>('POST', `/jobs/${job.body.id}:claim`);
    const path = `/operations/${claimed.body.id}`;
    await site.call('PATCH', path, { metadata: { before: 1 } });
    const extra = record(8 * MEGABYTE);
    const changed = await site.call<Operation>('PATCH', path, { done: false, metadata: { extra } });

    expect([changed.status, changed.body.metadata]).toMatchObject([200, { before: 1, extra }]);
    expect((await site.call<Operation>('GET', path)).body.metadata).toMatchObject({ before: 1, extra });

    const ended = await site.call<Operation>('PATCH', path, { done: true, result: extra });
    expect([ended.status, ended.body.done, ended.body.result]).toEqual([200, true, extra]);
  }, 120_000);

  it('an object described in 8 MB is registered and read', async () => {
    const description = 'é'.repeat(4 * MEGABYTE);
    const object = { ...fastaObject(test.files), description };
    const posted = await site.call<{ id: string; description: string }>('POST', '/objects', object);
    expect([posted.status, posted.body.description.length]).toEqual([201, description.length]);
    expect(
      (await site.call<{ description: string }>('GET', `/objects/${posted.body.id}`)).body.description,
    ).toBe(description);
  }, 120_000);
});

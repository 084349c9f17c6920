import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client, fastaObject } from './support/client';
import { healthy } from './support/healthy';
import { startTestStack, type TestStack } from './support/test-stack';

const README = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
/** Nobody listens there; the worker may look all the same. */
const UNREACHABLE = '127.0.0.1:1';

let test: TestStack;
let site: Client;

beforeAll(async () => {
  test = await startTestStack({ environment: { 'site-worker': { FETCH_ALLOWED_HOSTS: UNREACHABLE } } });
  site = await Client.asRuntimeSite(test.stack);
}, 120_000);

afterAll(() => test?.stop(), 60_000);

/** Registers and tags an object and gives its job once it has ended. */
async function walk(object: object): Promise<{ job: Job; trace: string }> {
  const registered = await site.call<{ id: string }>('POST', '/objects', object);
  expect(registered.status).toBe(201);
  const tagged = await site.call('PUT', `/objects/${registered.body.id}/types`, ['sequence-reads']);
  expect(tagged.status).toBe(200);
  const job = await eventually(
    'the job has ended',
    async () =>
      (await site.jobs()).find(
        (each) => each.config.object_id === registered.body.id && !['queued', 'claimed'].includes(each.state),
      ),
    { timeoutMs: 30_000 },
  );
  return { job, trace: tagged.headers.get('x-trace-id') ?? '' };
}

describe('the walk of a tagged object', () => {
  it('ends in a succeeded job, an operation with the numbers, and a report that can be read', async () => {
    const { job } = await walk(fastaObject(test.files, '>a\nACGTN\n>b\nGG\n'));
    expect(job).toMatchObject({ state: 'succeeded', attempt: 1, workflow: { id: 'sequence-summary-1.0.0' } });
    expect(job.claims).toEqual([{ op_id: expect.any(String), site_id: 'nmdc-runtime', done: true }]);
    const operation = await site.operation(job.claims?.[0]?.op_id ?? '');
    expect(operation).toMatchObject({
      done: true,
      outcome: 'succeeded',
      result: { sequences: 2, bases: 7, gc_bases: 4, n_bases: 1, shortest: 2, longest: 5, n50: 5 },
      metadata: { site_id: 'nmdc-runtime', job: { id: job.id, config: job.config } },
    });
    const { output_object_id: output } = operation.result as { output_object_id: string };
    const report = await site.call<{ sequences: number }>('GET', `/metadata/stored_files/${output}`);
    expect(report.status).toBe(200);
    expect(report.body).toMatchObject({ sequences: 2, object_id: job.config.object_id });
  }, 60_000);

  it.each([
    ['a damaged file', (object: object) => object, 'hello, no sequence\n', 'damaged-file'],
    [
      'a wrong checksum',
      (object: object) => ({ ...object, checksums: [{ type: 'sha256', checksum: 'ab'.repeat(32) }] }),
      undefined,
      'checksum-mismatch',
    ],
    [
      'an unreachable URL',
      (object: object) => ({
        ...object,
        access_methods: [{ access_url: { url: `http://${UNREACHABLE}/x.fa` } }],
      }),
      undefined,
      'unreachable-object',
    ],
    [
      'a URL of an address that is not public',
      (object: object) => ({
        ...object,
        access_methods: [{ access_url: { url: 'http://169.254.169.254/x.fa' } }],
      }),
      undefined,
      'address-refused',
    ],
    [
      'a file outside the folder of files',
      (object: object) => ({
        ...object,
        access_methods: [{ type: 'file', access_url: { url: 'file:///etc/hosts' } }],
      }),
      undefined,
      'unreadable-object',
    ],
  ])(
    'ends %s in a failed operation that says what is wrong',
    async (_what, change, text, code) => {
      const { job } = await walk(change(fastaObject(test.files, text)));
      expect(job.state).toBe('failed');
      const operation = await site.operation(job.claims?.[0]?.op_id ?? '');
      expect(operation).toMatchObject({
        done: true,
        outcome: 'failed',
        result: { code, message: expect.any(String) },
      });
    },
    60_000,
  );

  it('carries one trace id from the HTTP request to the settled job, through every process', async () => {
    const { trace } = await walk(fastaObject(test.files));
    expect(trace).toMatch(/^[0-9a-f]{32}$/);
    const logs = test.stack.folder.file('logs');
    const seenBy = (): string[] =>
      readdirSync(logs).filter((name) => readFileSync(join(logs, name), 'utf8').includes(trace));
    const all = ['api-gateway', 'jobs', 'objects', 'operations', 'site-worker', 'triggers'];
    await eventually('every process on the way has logged the trace', () =>
      all.every((name) => seenBy().includes(`${name}.log`)),
    );
  }, 60_000);

  it('makes one job when the object is tagged, untagged and tagged again', async () => {
    const { job } = await walk(fastaObject(test.files));
    const path = `/objects/${String(job.config.object_id)}/types`;
    await site.call('PUT', path, []);
    await site.call('PUT', path, ['sequence-reads']);
    const { job: later } = await walk(fastaObject(test.files));
    expect(later.id).not.toBe(job.id);
    expect((await site.jobs()).filter((each) => each.config.object_id === job.config.object_id)).toHaveLength(
      1,
    );
  }, 60_000);

  it('leaves everything as it always is: the doctor finds nothing', async () => {
    await walk(fastaObject(test.files));
    await healthy(test.stack);
  }, 60_000);
});

describe("the README's walkthrough with curl", () => {
  it('works as it stands there', () => {
    const script = /<!-- walkthrough -->\n+```sh\n([\s\S]*?)```/.exec(README)?.[1];
    expect(script).toBeDefined();
    const ran = spawnSync('bash', ['-c', script ?? 'false'], {
      env: { ...process.env, CALLBOARD_DATA: test.stack.folder.path },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
    expect(ran.stdout.trim().split('\n').at(-1)).toBe('the job has succeeded');
  }, 120_000);
});

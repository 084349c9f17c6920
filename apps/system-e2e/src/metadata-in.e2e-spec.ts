import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Job, Operation, RunSummary } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { biosample, LAB_SCHEMA, study } from '../../metadata/src/persistence/lab-schema.builder';
import { Client } from './support/client';
import { startTestStack, type TestStack } from './support/test-stack';

let test: TestStack;
let admin: Client;
let site: Client;

beforeAll(async () => {
  test = await startTestStack();
  [admin, site] = [await Client.asAdmin(test.stack), await Client.asRuntimeSite(test.stack)];
  const installed = await admin.call<{ version: number }>('POST', '/schemas', LAB_SCHEMA);
  expect(installed.status).toBe(201);
  expect((await admin.call('POST', `/schemas/${installed.body.version}:activate`)).status).toBe(200);
}, 120_000);

afterAll(() => test?.stop(), 60_000);

const submit = (body: object) =>
  admin.call<{ type: string; detail: { run_id: string } }>('POST', '/metadata/json:submit', body);
const document = (id: string) => site.call<Record<string, unknown>>('GET', `/nmdcschema/ids/${id}`);

/** The run once it has come to an end. */
const ended = (runId: string): Promise<RunSummary> =>
  eventually(
    'the run has ended',
    async () => {
      const { status, body } = await site.call<RunSummary>('GET', `/runs/${runId}`);
      if (status !== 200) throw new Error(`GET /runs answers ${status}: ${JSON.stringify(body)}`);
      return ['COMPLETE', 'FAIL'].includes(body.status) ? body : undefined;
    },
    { timeoutMs: 30_000 },
  );

describe('metadata that is handed in', () => {
  it('is ingested by a job, under an operation, and read back', async () => {
    const reply = await submit({ study_set: [study('a0')], biosample_set: [biosample('a1', 'a0')] });
    expect([reply.status, reply.body.type]).toEqual([200, 'success']);
    const run = await ended(reply.body.detail.run_id);
    expect(run).toMatchObject({
      status: 'COMPLETE',
      job: { id: 'metadata-in-1.0.0' },
      was_started_by: expect.anything(),
    });
    const operation = await site.operation(run.operation_id ?? '');
    expect(operation).toMatchObject({
      outcome: 'succeeded',
      result: { study_set: { nInserted: 1 }, biosample_set: { nInserted: 1 } },
    });
    expect((await document('nmdc:bsm-11-a1')).body).toMatchObject({ associated_studies: ['nmdc:sty-11-a0'] });
    const listed = await site.call<{ resources: { id: string }[] }>(
      'GET',
      `/nmdcschema/biosample_set?filter={"associated_studies":"nmdc:sty-11-a0"}&projection=id`,
    );
    expect(listed.body.resources).toEqual([{ id: 'nmdc:bsm-11-a1' }]);
    const history = await site.call<{ resources: { operation_id: string }[] }>(
      'GET',
      '/nmdcschema/ids/nmdc:bsm-11-a1/history',
    );
    expect(history.body.resources).toMatchObject([{ operation_id: run.operation_id, before: null }]);
  }, 60_000);

  it('is told of what is wrong at once, and nothing is kept', async () => {
    const broken = { biosample_set: [biosample('b1', 'nowhere')] };
    const validated = await site.call('POST', '/metadata/json:validate', broken);
    expect(validated).toMatchObject({
      status: 200,
      body: { result: 'errors', detail: { biosample_set: [expect.stringContaining('nowhere')] } },
    });
    const submitted = await submit(broken);
    expect(submitted.status).toBe(422);
    expect((await document('nmdc:bsm-11-b1')).status).toBe(404);
  });

  it('is harmless to hand in again', async () => {
    const whole = { study_set: [study('c0')] };
    const first = await ended((await submit(whole)).body.detail.run_id);
    const again = await ended((await submit(whole)).body.detail.run_id);
    expect([first.status, again.status]).toEqual(['COMPLETE', 'COMPLETE']);
    expect(again.id).not.toBe(first.id);
    const { resources } = (
      await site.call<{ resources: unknown[] }>('GET', '/nmdcschema/ids/nmdc:sty-11-c0/history')
    ).body;
    expect(resources).toHaveLength(1);
  }, 60_000);

  it('may come as an object that bears the type metadata-in, and its failure is told', async () => {
    const put = async (whole: object): Promise<Operation> => {
      const text = JSON.stringify(whole);
      const file = join(test.files, `${createHash('sha256').update(text).digest('hex')}.json`);
      writeFileSync(file, text);
      const registered = await site.call<{ id: string }>('POST', '/objects', {
        size: Buffer.byteLength(text),
        checksums: [{ type: 'sha256', checksum: createHash('sha256').update(text).digest('hex') }],
        created_time: new Date().toISOString(),
        access_methods: [{ type: 'file', access_url: { url: pathToFileURL(file).href } }],
      });
      await site.call('PUT', `/objects/${registered.body.id}/types`, ['metadata-in']);
      const job = await eventually(
        'the job has ended',
        async () =>
          (await site.jobs()).find(
            (each: Job) =>
              each.config.object_id === registered.body.id && !['queued', 'claimed'].includes(each.state),
          ),
        { timeoutMs: 30_000 },
      );
      return site.operation(job.claims?.[0]?.op_id ?? '');
    };
    // The key of older files, whose documents go where their type stands (contract 6.4, step 2).
    expect(await put({ activity_set: [study('d0')] })).toMatchObject({ outcome: 'succeeded' });
    expect((await document('nmdc:sty-11-d0')).status).toBe(200);
    const failed = await put({ biosample_set: [{ ...biosample('d1', 'd0'), colour: 'red' }] });
    expect(failed).toMatchObject({
      outcome: 'failed',
      result: {
        code: 'invalid-metadata',
        retriable: false,
        details: {
          op: 'check',
          findings: { biosample_set: [expect.stringContaining("'colour' was unexpected")] },
        },
      },
    });
    const { object_id } = (failed.metadata as { job: { config: { object_id: string } } }).job.config;
    const { body } = await site.call<{ resources: RunSummary[] }>('GET', `/objects/${object_id}/runs`);
    expect(body.resources).toMatchObject([{ status: 'FAIL', error: { code: 'invalid-metadata' } }]);
  }, 90_000);
});

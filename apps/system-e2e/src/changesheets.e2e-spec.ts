import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DrsObjectWithTypes, Operation } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { type Answer, Client } from './support/client';
import { startTestStack, type TestStack } from './support/test-stack';

const ROOT = join(__dirname, '../../..');
const HOW_TO = readFileSync(join(ROOT, 'docs/how-to/author-a-changesheet.md'), 'utf8');
const EXAMPLE = JSON.parse(readFileSync(join(ROOT, 'examples/metadata/submission.json'), 'utf8')) as Record<
  string,
  Record<string, unknown>[]
>;
const STUDY = 'nmdc:sty-11-lake01';
const HEADER = 'id,action,attribute,value\n';

let test: TestStack;
let admin: Client;
let site: Client;

beforeAll(async () => {
  test = await startTestStack();
  [admin, site] = [await Client.asAdmin(test.stack), await Client.asRuntimeSite(test.stack)];
  await handIn(EXAMPLE);
}, 120_000);
afterAll(() => test?.stop(), 60_000);

/** Hands documents in and waits until they are there. */
async function handIn(documents: object): Promise<void> {
  const { body } = await admin.call<{ detail: { run_id: string } }>(
    'POST',
    '/metadata/json:submit',
    documents,
  );
  await eventually(
    'the documents are there',
    async () =>
      (await site.call<{ status: string }>('GET', `/runs/${body.detail.run_id}`)).body.status === 'COMPLETE',
    { timeoutMs: 60_000 },
  );
}

async function send<T>(verb: 'validate' | 'submit', sheet: string, name = 'changes.csv'): Promise<Answer<T>> {
  const form = new FormData();
  form.append('uploaded_file', new Blob([sheet]), name);
  const url = `${test.stack.gatewayUrl}/metadata/changesheets:${verb}`;
  const reply = await fetch(url, { method: 'POST', body: form, headers: admin.authorization });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as T };
}

/** The operation of the latest job about an object, once it has ended. */
async function endOf(objectId: string, jobs = 1): Promise<Operation> {
  const job = await eventually(
    'the job has ended',
    async () => {
      const all = (await site.jobs()).filter(({ config }) => config.object_id === objectId);
      const open = all.some(({ state }) => ['queued', 'claimed'].includes(state));
      return all.length === jobs && !open ? all.at(-1) : undefined;
    },
    { timeoutMs: 60_000 },
  );
  return site.operation(job.claims?.[0]?.op_id ?? '');
}

const submit = async (sheet: string): Promise<string> => {
  const reply = await send<DrsObjectWithTypes>('submit', sheet);
  expect([reply.status, reply.body]).toMatchObject([200, { types: ['metadata-changesheet'] }]);
  return reply.body.id;
};
const document = async (id: string) =>
  (await site.call<Record<string, unknown>>('GET', `/nmdcschema/ids/${id}`)).body;
const undo = (id: string) => admin.call<{ state: string }>('POST', `/metadata/changesheets/${id}:undo`);

/** Registers the sheet as an object that bears the type, as a site may. */
async function tagged(sheet: string, more: object): Promise<string> {
  const checksum = createHash('sha256').update(sheet).digest('hex');
  const file = join(test.files, checksum);
  writeFileSync(file, sheet);
  const { body } = await site.call<{ id: string }>('POST', '/objects', {
    size: Buffer.byteLength(sheet),
    checksums: [{ type: 'sha256', checksum }],
    created_time: new Date().toISOString(),
    access_methods: [{ type: 'file', access_url: { url: pathToFileURL(file).href } }],
    ...more,
  });
  await site.call('PUT', `/objects/${body.id}/types`, ['metadata-changesheet']);
  return body.id;
}

describe('the example of the how-to', () => {
  it('works as it stands there', () => {
    const script = /<!-- example -->\n+```sh\n([\s\S]*?)```/.exec(HOW_TO)?.[1];
    const ran = spawnSync('bash', ['-c', script ?? 'false'], {
      cwd: ROOT,
      env: { ...process.env, CALLBOARD_DATA: test.stack.folder.path },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
    expect(ran.stdout.trim().split('\n').slice(-3)).toEqual(['NA', 'undone', '6.8']);
    expect(ran.stdout).toContain('9 ph: 6.8 -> 7.25');
  }, 90_000);
});

describe('a changesheet', () => {
  it('is applied by a job of the runtime’s own site, whose result tells what was done', async () => {
    const object = await submit(`${HEADER}${STUDY},update,name,Sand of a lake\n`);
    const operation = await endOf(object);
    expect(operation).toMatchObject({ outcome: 'succeeded', result: { rows: 1, documents: 1, modified: 1 } });
    const { update_cmd } = operation.result as { update_cmd: string };
    expect(JSON.parse(update_cmd)).toEqual({
      [STUDY]: {
        update: 'study_set',
        updates: [{ q: { id: STUDY }, u: { $set: { name: 'Sand of a lake' } } }],
      },
    });
    expect(await document(STUDY)).toMatchObject({ name: 'Sand of a lake' });
    expect(await send('submit', `${HEADER}${STUDY},update,name,Sand of a lake\n`)).toMatchObject({
      status: 409,
      body: { code: 'object-exists' },
    });
    expect((await undo(object)).body).toMatchObject({ state: 'undone' });
    expect(await submit(`${HEADER}${STUDY},update,name,Sand of a lake\n`)).toBe(object);
    expect(await endOf(object, 2)).toMatchObject({ outcome: 'succeeded', result: { modified: 1 } });
  }, 90_000);

  it('that was only tagged is previewed by its job, and its failure is told', async () => {
    const good = await tagged(`id\taction\tattribute\tvalue\n${STUDY}\tupdate\tname\tTagged\n`, {
      name: 'x.tsv',
    });
    expect(await endOf(good)).toMatchObject({ outcome: 'succeeded' });
    const bad = await tagged(`${HEADER}${STUDY},upsert,name,x\n`, { mime_type: 'text/csv' });
    expect(await endOf(bad)).toMatchObject({
      outcome: 'failed',
      result: { code: 'invalid-sheet', retriable: false, details: { row: 2, column: 'action' } },
    });
    const other = await tagged('no sheet', { name: 'x.txt' });
    expect(await endOf(other)).toMatchObject({ outcome: 'failed', result: { code: 'invalid-sheet' } });
    expect(await document(STUDY)).toMatchObject({ name: 'Tagged' });
  }, 90_000);

  it('of 1,000 rows about as many documents is applied in a few seconds', async () => {
    const [sample] = EXAMPLE.biosample_set ?? [];
    const ids = Array.from({ length: 1000 }, (_, n) => `nmdc:bsm-11-many${n}`);
    await handIn({ biosample_set: ids.map((id) => ({ ...sample, id, name: id })) });
    const sheet = HEADER + ids.map((id, n) => `${id},update,ph,${8 + (n % 50) / 10}\n`).join('');
    const began = performance.now();
    const validated = await send<{ rows: unknown[] }>('validate', sheet);
    const seen = performance.now();
    expect([validated.status, validated.body.rows.length]).toEqual([200, 1000]);
    const object = await submit(sheet);
    expect(await endOf(object)).toMatchObject({
      outcome: 'succeeded',
      result: { rows: 1000, modified: 1000 },
    });
    const times = [seen - began, performance.now() - seen].map((ms) => `${ms.toFixed(0)} ms`);
    process.stdout.write(`1,000 rows: validated in ${times[0]}, handed in and applied in ${times[1]}\n`);
  }, 120_000);
});

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation, RunSummary } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Client as Database } from 'pg';
import { biosample, LAB_SCHEMA, study } from '../../metadata/src/persistence/lab-schema.builder';
import { zipOf } from '../../site-worker/src/workflows/gold-translation/test-zip.builder';
import { Client } from './support/client';
import { dumpOf, ENTRY, ingestedDump, registerDump } from './support/gold-dumps';
import { endedAbout, jobsAbout } from './support/jobs-about';
import { SIGNING_ONLY } from './support/object-store';
import { startTestStack, type TestStack } from './support/test-stack';

const FULL = join(__dirname, '../../../../shared/nmdc');
const isThere = existsSync(FULL);
if (!isThere) process.stderr.write('skipped: a dump under the full schema, as its folder is not there\n');

const SITE = 'nmdc-runtime';

let test: TestStack;
let admin: Client;
let site: Client;

beforeAll(async () => {
  test = await startTestStack({ environment: { 'api-gateway': SIGNING_ONLY } });
  [admin, site] = [await Client.asAdmin(test.stack), await Client.asRuntimeSite(test.stack)];
  await useSchema(LAB_SCHEMA);
}, 120_000);

afterAll(() => test?.stop(), 60_000);

async function useSchema(schema: object): Promise<void> {
  const installed = await admin.call<{ version: number }>('POST', '/schemas', schema);
  expect(installed.status).toBe(201);
  expect((await admin.call('POST', `/schemas/${installed.body.version}:activate`)).status).toBe(200);
}

const registered = (bytes: Buffer, day: number) => registerDump(site, test.files, bytes, day);
const ingested = (dump: string) => ingestedDump(site, dump);
const jobsOf = (workflow: string, thing: string) => jobsAbout(site, workflow, thing);
const ended = (workflow: string, thing: string) => endedAbout(site, workflow, thing);
const document = (id: string) => site.call('GET', `/nmdcschema/ids/${id}`);

describe('a dump of the GOLD database that a site registers', () => {
  it('is heard of, curated, tagged and ingested, and nobody asks for it', async () => {
    const sound = { study_set: [study('a0')], biosample_set: [biosample('a1', 'a0')] };
    const broken = { ...biosample('a2', 'a0'), colour: 'red' };
    const dump = await registered(dumpOf({ ...sound, biosample_set: [...sound.biosample_set, broken] }), 10);
    const curated = await ingested(dump);
    expect(curated).toMatchObject({ read: 3, kept: 2 });
    const { body } = await site.call('GET', `/objects/${curated.curated_object_id}/types`);
    expect(body).toMatchObject([{ id: 'metadata-in' }]);
    expect((await document('nmdc:bsm-11-a1')).body).toMatchObject({ associated_studies: ['nmdc:sty-11-a0'] });
    expect((await document('nmdc:bsm-11-a2')).status).toBe(404);
    expect(await jobsOf('gold-translation-1.0.0', dump)).toHaveLength(1);
  }, 60_000);

  it('is passed over when a newer one is there', async () => {
    const newer = await registered(dumpOf({ study_set: [study('c0')] }), 11);
    const older = await registered(dumpOf({ study_set: [study('b0')] }), 9);
    await eventually('the site says that it passed over it', () => {
      const log = readFileSync(test.stack.folder.file('logs/site-worker.log'), 'utf8');
      if (!log.includes(`${older} of `)) throw new Error(log.slice(-3000));
      return true;
    });
    await ingested(newer);
    expect(await jobsOf('gold-translation-1.0.0', older)).toEqual([]);
    expect([(await document('nmdc:sty-11-b0')).status, (await document('nmdc:sty-11-c0')).status]).toEqual([
      404, 200,
    ]);
  }, 60_000);

  it.each([
    ['is a bomb', 'compression-ratio', 12, () => zipOf([{ name: ENTRY, bytes: Buffer.alloc(32 << 20, 32) }])],
    ['is damaged', 'damaged-file', 13, () => dumpOf({ study_set: [study('d0')] }).subarray(0, 60)],
    ['lies', 'damaged-file', 14, () => zipOf([{ name: ENTRY, bytes: Buffer.from('{}'), checksum: 7 }])],
  ])(
    'ends in a failure that is told with the object when it %s',
    async (_, code, day, bytes) => {
      const dump = await registered(bytes(), day);
      const operation = await ended('gold-translation-1.0.0', dump);
      expect(operation).toMatchObject({ outcome: 'failed', result: { code, retriable: false } });
      const { body } = await site.call<{ resources: RunSummary[] }>('GET', `/objects/${dump}/runs`);
      expect(body.resources).toMatchObject([{ status: 'FAIL', operation_id: operation.id, error: { code } }]);
    },
    60_000,
  );

  (isThere ? it : it.skip)(
    'is curated by the full schema, of which the published samples are sound and broken',
    async () => {
      const read = <T>(path: string): T => JSON.parse(readFileSync(join(FULL, path), 'utf8')) as T;
      await useSchema(read('nmdc.schema.json'));
      const { study_set } = read<{ study_set: { id: string }[] }>('valid/Database-study-set-with-dois.json');
      const { biosample_set } = read<{ biosample_set: { id: string }[] }>(
        'invalid/Database-Biosample-invalid_id.json',
      );
      const curated = await ingested(await registered(dumpOf({ study_set, biosample_set }), 15));
      expect(curated).toMatchObject({
        read: study_set.length + biosample_set.length,
        kept: study_set.length,
      });
      for (const { id } of study_set) expect((await document(id)).status).toBe(200);
      for (const { id } of biosample_set) expect((await document(id)).status).toBe(404);
    },
    60_000,
  );
});

interface Promised {
  operation: string;
  object: string;
}

async function promised(): Promise<Promised> {
  const { status, body } = await site.call<{ id: string; metadata: { object_id: string } }>(
    'POST',
    `/sites/${SITE}:putObject`,
    { mime_type: 'application/zip' },
  );
  expect(status).toBe(200);
  return { operation: body.id, object: body.metadata.object_id };
}

const done = async ({ operation }: Promised, result: object): Promise<void> => {
  const { status } = await site.call('PATCH', `/operations/${operation}`, { done: true, result });
  expect(status).toBe(200);
};

const descriptionOf = (object: string) => ({
  name: 'put.zip',
  size: 3,
  checksums: [{ type: 'sha256', checksum: createHash('sha256').update(object).digest('hex') }],
  created_time: '2026-01-01T00:00:00Z',
  access_methods: [{ type: 'https', access_id: `${SITE}:${object}` }],
});

describe('what a site puts into the object store', () => {
  it('is registered once under the id that was promised; a bad result fails alone', async () => {
    const [good, bad, other] = [await promised(), await promised(), await promised()];
    await done(bad, { size: 'large' });
    await done(other, descriptionOf(good.object));
    await done(good, descriptionOf(good.object));
    expect(await ended('register-put-object-1.0.0', good.operation)).toMatchObject({
      outcome: 'succeeded',
      result: { object_id: good.object },
    });
    const { body } = await site.call('GET', `/objects/${good.object}`);
    expect(body).toMatchObject({ id: good.object, name: 'put.zip', size: 3 });
    const failures = { [bad.operation]: 'invalid-result', [other.operation]: 'other-object' };
    for (const [operation, code] of Object.entries(failures))
      expect(await ended('register-put-object-1.0.0', operation)).toMatchObject({
        outcome: 'failed',
        result: { code, message: expect.stringContaining(operation), retriable: false },
      });
    for (const { object } of [bad, other])
      expect((await site.call('GET', `/objects/${object}`)).status).toBe(404);
    for (const { operation } of [good, bad, other])
      expect(await jobsOf('register-put-object-1.0.0', operation)).toHaveLength(1);
  }, 60_000);
});

describe('housekeeping', () => {
  /** Each job of it is told apart by what its config names. */
  const ran = async (thing: string): Promise<Operation> => {
    const asked = { workflow: { id: 'housekeeping-1.0.0' }, config: { object_id: thing } };
    expect((await site.call('POST', '/jobs', asked)).status).toBe(201);
    return ended('housekeeping-1.0.0', thing);
  };

  it('archives what ended long ago: lists leave it out, by id it stays', async () => {
    const old = await ran('first');
    expect(old).toMatchObject({ outcome: 'succeeded', result: { archived: 0 } });
    await endedYearsAgo(old.id);
    const young = await ran('second');
    expect(young).toMatchObject({ outcome: 'succeeded', result: { archived: 1 } });
    const { body } = await site.call<{ resources: { id: string }[] }>('GET', '/operations?max_page_size=0');
    const listed = body.resources.map(({ id }) => id);
    expect([listed.includes(young.id), listed.includes(old.id)]).toEqual([true, false]);
    expect(await site.operation(old.id)).toMatchObject({ id: old.id, outcome: 'succeeded' });
  }, 60_000);
});

/** As if it had ended then: no test waits for 90 days. */
async function endedYearsAgo(operation: string): Promise<void> {
  const client = new Database({ connectionString: test.stack.servers.databaseUrl('operations') });
  await client.connect();
  try {
    const sql = `update operations set ended_at = now() - interval '3 years' where id = $1`;
    expect((await client.query(sql, [operation])).rowCount).toBe(1);
  } finally {
    await client.end();
  }
}

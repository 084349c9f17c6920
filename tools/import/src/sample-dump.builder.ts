import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DAY = 86_400_000;
const OID = { $oid: '62cb1f7a8f1d2c0012345678' };
const at = (days: number): { $date: string } => ({ $date: new Date(Date.now() + days * DAY).toISOString() });
/** bcrypt of `what they had`, cost 4. */
export const SAMPLE_HASH = '$2b$04$OF2.dQAVohS9jfMcCjihgOxGCV78tNMI4LVfb6oO9ZHSovjSZNZjm';

const WORKFLOW = { id: 'Sample Annotation: v1.0.0' };
const SITE = 'sample-site';

/** How operations of the sample stand; jobs take turns. */
const STANDS = {
  running: { done: false, expire_time: at(20) },
  succeeded: { done: true, result: { ok: true }, expire_time: at(-5) },
  failed: { done: true, result: { code: 'oom', message: 'out of memory' }, expire_time: at(-5) },
  abandoned: { done: false, expire_time: at(-40) },
} as const;

const jobOf = (n: number) => ({
  id: `nmdc:sys0sample${n}`,
  workflow: WORKFLOW,
  config: { object_id: `sample-object-${n}`, inputs: { reads: 'r'.repeat(200) } },
});

function operationOf(n: number, stand: (typeof STANDS)[keyof typeof STANDS]) {
  const metadata = {
    model: 'nmdc_runtime.api.models.job.JobOperationMetadata',
    site_id: SITE,
    job: jobOf(n),
    extra: { cromwell: `run ${n}` },
  };
  return { _id: OID, id: `nmdc:sys0sampleop${n}`, ...stand, metadata };
}

/** Jobs of every state, and the operations of their claims. */
function jobsAndOperations(count: number) {
  const stands = Object.values(STANDS);
  const jobs: object[] = [];
  const operations: object[] = [];
  for (let n = 0; n < count; n += 1) {
    const stand = stands[n % (stands.length + 1)];
    const claims = stand ? [{ op_id: `nmdc:sys0sampleop${n}`, site_id: SITE }] : [];
    const created = n % 2 === 0 ? at(-50) : '2022-03-04T05:06:07.123456+00:00';
    jobs.push({ _id: OID, ...jobOf(n), created_at: created, claims });
    if (stand) operations.push(operationOf(n, stand));
  }
  return { jobs, operations };
}

const objectOf = (n: number) => ({
  _id: OID,
  id: `sample-object-${n}`,
  self_uri: `drs://host/sample-object-${n}`,
  checksums: [{ type: 'sha256', checksum: `sample ${n}` }],
  created_time: at(-50),
  size: { $numberLong: String(n) },
  access_methods: [{ type: 'https', access_url: { url: `https://host/sample/${n}` } }],
  description: null,
  _mgr_site: SITE,
  types: ['sample-type'],
});

const documentOf = (n: number) => ({
  _id: OID,
  id: `nmdc:dobj-11-sample${n}`,
  type: 'nmdc:DataObject',
  data_category: 'instrument_data',
  data_object_type: 'Metagenome Raw Reads',
  name: `sample_${n}.fastq.gz`,
  description: `Raw reads of the sample ${n}: ${'d'.repeat(300)}`,
  file_size_bytes: { $numberLong: String(n * 1000) },
  md5_checksum: 'd41d8cd98f00b204e9800998ecf8427e',
  url: `https://data.microbiomedata.org/data/sample/${n}.fastq.gz`,
});

/** Writes a dump as the export tools of the reference's document store do: lines, arrays, packed and not. */
export function writeSampleDump(folder: string, counts: { documents: number; jobs: number }): void {
  mkdirSync(folder, { recursive: true });
  const list = <T>(count: number, one: (n: number) => T): T[] =>
    Array.from({ length: count }, (_, n) => one(n));
  const lines = (things: readonly unknown[]): string =>
    things.map((thing) => `${JSON.stringify(thing)}\n`).join('');
  const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);
  const { jobs, operations } = jobsAndOperations(counts.jobs);
  const registered = { _id: OID, name: 'Sample', description: null, created_at: at(-100) };
  write('workflows.json', lines([{ ...registered, ...WORKFLOW, capability_ids: null }]));
  write('object_types.json', JSON.stringify([{ ...registered, id: 'sample-type' }]));
  const trigger = { object_type_id: 'sample-type', workflow_id: WORKFLOW.id, created_at: at(-100) };
  write('triggers.json', lines([{ _id: OID, id: `sample-type--${WORKFLOW.id}`, ...trigger }]));
  const user = { username: 'sample-user', email: null, site_admin: [SITE], hashed_password: SAMPLE_HASH };
  write('users.json', lines([{ _id: OID, ...user }]));
  const client = { id: 'sample-client', hashed_secret: SAMPLE_HASH };
  write('sites.json', lines([{ _id: OID, id: SITE, capability_ids: [], clients: [client] }]));
  write(
    '_runtime.api.allow.json',
    lines([{ _id: OID, username: 'sample-client', action: '/metadata/json:submit' }]),
  );
  write('operations.json.gz', gzipSync(lines(operations)));
  write('jobs.json', JSON.stringify(jobs));
  write('objects.json', lines(list(counts.jobs, objectOf)));
  write('data_object_set.json', lines(list(counts.documents, documentOf)));
}

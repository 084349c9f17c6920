import { compileFilter } from '@callboard/document-query';
import { FREELY_PLANNED } from '@callboard/persistence';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { JOB_FIELDS } from './job-fields';
import { PAGE_BYTES } from './job-record';
import { migrations } from './migrations';
import { PAGE_PARAMETERS, pageOfJobs } from './read-jobs.sql';

const WORKFLOWS = Array.from({ length: 10 }, (_, n) => `w${n}`);
const WATCHERS = {
  $and: [
    { 'workflow.id': { $in: WORKFLOWS } },
    { $or: [{ claims: { $size: 0 } }, { claims: { $not: { $elemMatch: { cancelled: { $ne: true } } } } }] },
  ],
};

let place: TestDatabase;
let service: Client;
beforeAll(async () => {
  place = await testDatabase([{ service: 'jobs', migrations }]);
  const admin = new Client({ connectionString: place.adminUrl });
  await admin.connect();
  await admin.query('set search_path = jobs');
  await admin.query(`
    insert into jobs (id, workflow_id, workflow, config, state, attempt, size_bytes)
    select 'j' || n, 'w' || n / 7 % 10, '{}', config, case when n % 100 = 0 then 'queued' else 'succeeded' end, 1, 4
      from generate_series(1, 30000) n,
           lateral (select jsonb_object_agg(i, md5(n::text || i)) from generate_series(1, 25) i) c(config)`);
  await admin.query('vacuum analyze jobs');
  await admin.end();
  service = new Client({ connectionString: place.url('jobs') });
  await service.connect();
});
afterAll(async () => {
  await service?.end();
  await place?.drop();
});

/** The plan of the statement that a list sends, as its login gets it, in words. */
async function planOf(filter: unknown, limit: number): Promise<string> {
  const { sql, values } = compileFilter(JSON.stringify(filter), JOB_FIELDS, PAGE_PARAMETERS);
  await service.query('begin');
  try {
    await service.query(FREELY_PLANNED);
    const { rows } = await service.query<{ 'QUERY PLAN': string }>(`explain ${pageOfJobs(sql)}`, [
      '',
      limit,
      PAGE_BYTES,
      ...values,
    ]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await service.query('rollback');
  }
}

describe('lists of jobs', () => {
  it("find the watcher's jobs among those that are queued (contract 8.3)", async () => {
    const plan = await planOf(WATCHERS, 100);
    expect(plan).toContain('jobs_claimable');
    expect(plan).not.toContain('Seq Scan on jobs');
  });

  it('go through a workflow in the order of its ids (contract 8.2, step 5)', async () => {
    const plan = await planOf({ 'workflow.id': 'w3' }, 20);
    expect(plan).toContain('jobs_of_workflow');
    expect(plan).not.toContain('Seq Scan on jobs');
  });

  it('go through all jobs in the order of their ids', async () => {
    const plan = await planOf({}, 500);
    expect(plan).toContain('jobs_pkey');
    expect(plan).not.toContain('Seq Scan on jobs');
  });
});

import { testDatabase, type TestDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { CLAIM_JOBS, CONTESTED_JOBS } from './claim-jobs.sql';
import { migrations } from './migrations';
import { LOCK_LIMITS_OF_JOBS } from './limits.sql';
import { CANCEL_JOBS, RETRY_JOBS } from './manage-jobs.sql';
import { JOBS_OF_REMOVED, REMOVE_JOBS } from './remove-jobs.sql';
import { LOCK_JOBS_TO_SETTLE, OPEN_CLAIMS_OF_SITE, SETTLE_JOBS } from './settle-jobs.sql';

const STATEMENTS: [string, string, unknown[]][] = [
  [
    'a claim by id',
    CLAIM_JOBS,
    [['j'], 'NERSC', null, 1, ['o'], null, null, 60_000, 200_000, 'site:NERSC', null],
  ],
  ['what stands in the way of a claim', CONTESTED_JOBS, [['j'], 'NERSC', null]],
  ['what is cancelled', CANCEL_JOBS, [['j'], 'site:NERSC', 'cancelled']],
  ['what is tried again', RETRY_JOBS, [['j'], 'site:NERSC']],
  ['limits of a claim by id', LOCK_LIMITS_OF_JOBS, [['j'], 'NERSC']],
  ['what is removed', REMOVE_JOBS, [['j'], 'site:NERSC']],
  ['jobs to settle', LOCK_JOBS_TO_SETTLE, [['o']]],
  ['an end', SETTLE_JOBS, ['[]', ['o']]],
  ['open claims of a site', OPEN_CLAIMS_OF_SITE, ['NERSC', ['j']]],
];
/** Indexes of all jobs, or all claims, in one state. */
const OF_A_STATE = /jobs_claimable|claims_to_compare/;

describe('what is found by its key', () => {
  let place: TestDatabase;
  let admin: Client;
  beforeAll(async () => {
    place = await testDatabase([{ service: 'jobs', migrations }]);
    admin = new Client({ connectionString: place.adminUrl });
    await admin.connect();
    await admin.query('set search_path = jobs');
  });
  afterAll(async () => {
    await admin?.end();
    await place?.drop();
  });

  /** The plan that PostgreSQL makes when nothing but indexes of a state would save it from reading the table. */
  const planWithoutKeys = async (sql: string, parameters: unknown[]): Promise<string> => {
    await admin.query('begin');
    try {
      await admin.query(`
        alter table jobs drop constraint jobs_pkey;
        alter table claims drop constraint claims_pkey, drop constraint claims_job_id_attempt_key;
        drop index claims_one_open, claims_request, jobs_of_workflow;
        set local enable_seqscan = off`);
      const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, parameters);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    } finally {
      await admin.query('rollback');
    }
  };

  it.each(STATEMENTS)('is never looked for among all of one state: %s', async (_, sql, parameters) => {
    expect(await planWithoutKeys(sql, parameters)).not.toMatch(OF_A_STATE);
  });

  it('would be, if it were told the state', async () => {
    const told = `select id from jobs where id = any ($1) and state = 'queued'`;
    expect(await planWithoutKeys(told, [['j']])).toMatch(OF_A_STATE);
  });

  it('are the jobs of what is removed, by the activity that they name', async () => {
    const plan = await planWithoutKeys(JOBS_OF_REMOVED, [['a'], ['2026-01-02T03:04:05Z'], 10]);
    expect(plan).toMatch(/Index.* jobs_of_activity/);
  });
});

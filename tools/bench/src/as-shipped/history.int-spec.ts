import { testDatabase, type TestDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { migrations as jobsMigrations } from '../../../../apps/jobs/src/persistence/migrations';
import { migrations as operationsMigrations } from '../../../../apps/operations/src/persistence/migrations';
import { demandHistory } from './history';

describe('the history that the bench looks for', () => {
  let database: TestDatabase;
  let client: Client;
  let since: Date;

  beforeAll(async () => {
    database = await testDatabase([
      { service: 'jobs', migrations: jobsMigrations },
      { service: 'operations', migrations: operationsMigrations },
    ]);
    client = new Client({ connectionString: database.adminUrl });
    await client.connect();
    await makeJob('before', false);
    await client.query(`update jobs.jobs set created_at = now() - interval '1 minute'`);
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
    since = rows[0]?.now ?? new Date();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function makeJob(id: string, told: boolean): Promise<void> {
    await client.query(
      `insert into jobs.jobs (id, workflow_id, workflow, config, size_bytes) values ($1, 'w', '{}', '{}', 2)`,
      [id],
    );
    if (told) await tell(id);
  }

  const tell = (id: string): Promise<unknown> =>
    client.query(
      `insert into jobs.job_history (job_id, to_state, attempt, who, why) values ($1, 'queued', 0, 'test', 'posted')`,
      [id],
    );

  it('is counted from a moment on', async () => {
    await makeJob('told', true);
    expect(await demandHistory(client, since)).toEqual({
      'jobs made': 1,
      'jobs claimed': 0,
      'operations opened': 0,
      'operations ended': 0,
    });
  });

  it('is missed where a job was made, or an operation ended, without a row of it', async () => {
    await makeJob('untold', false);
    await expect(demandHistory(client, since)).rejects.toThrow('1 of 2 jobs made have no row in the history');
    await tell('untold');
    await client.query(`insert into operations.operations
      (id, job_id, site_id, attempt, state, lease_ms, expire_time, job, ended_at)
      values ('o', 'told', 's', 1, 'succeeded', 1000, now(), '{}', now())`);
    await client.query(
      `insert into operations.operation_history (operation_id, to_state, who, why) values ('o', 'open', 'test', 'claimed')`,
    );
    await expect(demandHistory(client, since)).rejects.toThrow('1 of 1 operations ended have no row');
  });
});

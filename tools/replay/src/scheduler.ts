import { isDeepStrictEqual } from 'node:util';
import { must } from './check';
import type { Json, WorkerClient } from './worker-client';

/** Names a workflow as the scheduler does: name and version, nobody has registered it. */
export const WORKFLOW = 'Replayed Reads QC: v1.0.28';

/** The keys that the scheduler writes (contract 8.2); they must come back unchanged. */
export function jobConfig(gitRepo: string): Json {
  return {
    git_repo: gitRepo,
    release: 'v1.0.28',
    wdl: 'rqcfilter.wdl',
    activity_id: 'nmdc:wfrqc-11-zma0ys31.1',
    activity_set: 'read_qc_analysis_activity_set',
    was_informed_by: ['nmdc:omprc-11-bn8jcq58'],
    trigger_activity: 'nmdc:omprc-11-bn8jcq58',
    iteration: 1,
    input_prefix: 'nmdc_rqcfilter',
    inputs: {
      input_files: ['https://data.example.org/a.fastq.gz'],
      proj: 'nmdc:wfrqc-11-zma0ys31.1',
      shortRead: true,
    },
    input_data_objects: [{ id: 'nmdc:dobj-11-1', file_size_bytes: 719.0, description: null }],
    activity: { name: 'Read QC for {id}', nested: { deep: [[1, 2], []] } },
    outputs: [
      {
        output: 'filtered_final',
        id: 'nmdc:dobj-11-2',
        name: 'Reads QC result fastq',
        description: 'Reads QC for {id}',
      },
    ],
  };
}

/** A round of the scheduler, for one workflow of one repository (contract 8.2, steps 5, 6 and 9). */
export async function scheduleJob(client: WorkerClient, gitRepo: string): Promise<Json> {
  const before = await knownJobs(client, gitRepo);
  must('a repository that nobody has used has no jobs', before.length === 0, before);
  const config = jobConfig(gitRepo);
  const { status, body } = await client.call('POST', 'jobs', {
    workflow: { id: WORKFLOW },
    config,
    claims: [],
  });
  must('POST jobs is 201 with an id', status === 201 && body.id, body);
  const [job, ...more] = await knownJobs(client, gitRepo);
  must('the posted job is found by config.git_repo, once', job !== undefined && more.length === 0, [
    job,
    ...more,
  ]);
  must('its config comes back unchanged', isDeepStrictEqual(job.config, config), job.config);
  must('a manifest that was not sent is absent', !('manifest' in (job.config as Json)), job.config);
  return job;
}

/** Step 5, with and without a manifest. */
async function knownJobs(client: WorkerClient, gitRepo: string): Promise<Json[]> {
  const plain = { 'config.git_repo': gitRepo };
  const manifest = { ...plain, 'config.manifest': { $exists: false } };
  const lists = await Promise.all(
    [plain, manifest].map((filter) =>
      client.all('jobs', { filter: JSON.stringify(filter), max_page_size: '100' }),
    ),
  );
  must('both filters find the same', isDeepStrictEqual(lists[0], lists[1]), lists);
  return lists[0] ?? [];
}

/** Step 6: whether the scheduler takes a claim for running; an operation that is not found is tolerated. */
export async function isRunning(client: WorkerClient, operationId: string): Promise<boolean> {
  const { status, body } = await client.call('GET', `operations/${operationId}`);
  if (status === 404) return false;
  must('GET operations/{id} is 200 with done', status === 200 && typeof body.done === 'boolean', body);
  return !body.done;
}

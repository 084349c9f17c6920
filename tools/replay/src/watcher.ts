import { must } from './check';
import type { Json, WorkerClient } from './worker-client';

/** Step 1: the jobs of some workflows that are to be had. */
export async function openJobs(client: WorkerClient, workflows: string[]): Promise<Json[]> {
  const filter = {
    $and: [
      { 'workflow.id': { $in: workflows } },
      { $or: [{ claims: { $size: 0 } }, { claims: { $not: { $elemMatch: { cancelled: { $ne: true } } } } }] },
    ],
  };
  return client.all('jobs', { max_page_size: '100', filter: JSON.stringify(filter) });
}

/** Step 2: no body, and nothing but the `id` of the reply is read, whatever the status. */
export async function claim(client: WorkerClient, jobId: string): Promise<string> {
  const { status, body } = await client.call('POST', `jobs/${jobId}:claim`);
  must(
    'POST jobs/{id}:claim is 200 with an id at the top',
    status === 200 && typeof body.id === 'string',
    body,
  );
  return body.id as string;
}

/** Step 5: what the runner left is put beside the metadata that was read before. */
export async function finish(client: WorkerClient, operationId: string, extra: Json): Promise<void> {
  const before = await client.call('GET', `operations/${operationId}`);
  must('GET operations/{id} has metadata', before.status === 200 && before.body.metadata, before.body);
  const patch = { done: true, metadata: { ...(before.body.metadata as Json), extra } };
  const { status, body } = await client.call('PATCH', `operations/${operationId}`, patch);
  must('PATCH operations/{id} is 200 with its id', status === 200 && body.id === operationId, body);
  const after = await client.call('GET', `operations/${operationId}`);
  const kept = after.body.metadata as Json;
  must('the operation is done and holds what was sent', after.body.done === true && kept.extra, after.body);
  for (const key of ['model', 'site_id', 'job']) must(`metadata keeps ${key}`, kept[key], kept);
}

/** The tool by which staff give jobs back; jobs that are not found are passed over. */
export async function release(client: WorkerClient, jobIds: string[]): Promise<void> {
  for (const id of jobIds) {
    const { status, body } = await client.call('POST', `jobs/${id}:release`);
    must('POST jobs/{id}:release is 200, or 404', status === 200 || status === 404, body);
  }
}

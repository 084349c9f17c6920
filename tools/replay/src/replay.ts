import { randomUUID } from 'node:crypto';
import { must } from './check';
import { isRunning, scheduleJob, WORKFLOW } from './scheduler';
import { claim, finish, openJobs, release } from './watcher';
import type { WorkerClient } from './worker-client';

/**
 * The calls of the unchanged worker that the core answers (contract 8.1 to 8.3), in the order in which it makes them:
 * the scheduler posts a job, the watcher finds and claims it, staff release it, it is claimed again and finished.
 * `tell` hears each thing that was seen to be so. Leaves one finished job.
 *
 * @throws Unexpected at the first reply that the worker could not go on with
 */
export async function replay(client: WorkerClient, tell: (line: string) => void): Promise<void> {
  const isOpen = async (): Promise<boolean> =>
    (await openJobs(client, ['Another: v0', WORKFLOW])).some(({ id }) => id === jobId);

  const job = await scheduleJob(client, `https://git.example.org/replay-${randomUUID()}`);
  const jobId = job.id as string;
  tell('scheduler: posts a job, and finds it by its repository with its config unchanged');
  must('the watcher sees the posted job', await isOpen(), job);

  const operationId = await claim(client, jobId);
  must('claiming again gives the same operation', (await claim(client, jobId)) === operationId, operationId);
  must('the watcher does not see a claimed job', !(await isOpen()), job);
  must('the scheduler takes it for running', await isRunning(client, operationId), operationId);
  tell('watcher: claims it, and claims it again after a lost reply');

  await release(client, [jobId, 'nmdc:sys0nosuchjob00']);
  must('the watcher sees a released job again', await isOpen(), job);
  must('the scheduler no longer takes it for running', !(await isRunning(client, operationId)), operationId);
  tell('staff: release it, and an unknown one');

  const second = await claim(client, jobId);
  must('a claim after a release is another operation', second !== operationId, second);
  await finish(client, second, {
    cromwell_id: randomUUID(),
    calls: [{ exit: 0, memory_mb: 719.0, note: null }],
  });
  must('the watcher does not see a finished job', !(await isOpen()), job);
  must('the scheduler takes it for finished', !(await isRunning(client, second)), second);
  must(
    'an operation that never was is not running',
    !(await isRunning(client, 'nmdc:sys0nosuchop00')),
    second,
  );
  tell('watcher: claims it anew, finishes it with its runner metadata');
}

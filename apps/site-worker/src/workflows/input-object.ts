import { type JobContext, JobFailure } from '@callboard/site-kit';

/** Id of the object that a job is about. @throws JobFailure `no-input` */
export function inputObjectOf({ job }: JobContext): string {
  const id = job.config.object_id;
  if (typeof id === 'string' && id !== '') return id;
  throw new JobFailure('no-input', 'the job names no object: config.object_id is missing', {
    retriable: false,
  });
}

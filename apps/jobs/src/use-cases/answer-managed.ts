import { accepted, type ItemReply, type Job, type JobState, refused } from '@callboard/contracts';
import type { FoundJobs } from './jobs-store';

/** The answer about a job that is to be in one of these states by now. */
export function answerManaged(
  id: string,
  { jobs, leftOut }: FoundJobs,
  wanted: readonly JobState[],
  otherwise: (job: Job) => ItemReply<never>,
): ItemReply<Job> {
  const job = jobs.get(id);
  if (job) return wanted.includes(job.state) ? accepted(job) : otherwise(job);
  return leftOut.has(id)
    ? refused('overloaded', 'Done, but too much to show at once: ask for this job by itself.')
    : refused('not-found', 'There is no such job.');
}

import { statusOf } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { ReplyInstead } from '../errors/reply-instead';

/**
 * A refused claim as unchanged clients can bear it (design 5): the 409 is a JSON text in words. They read the member
 * `id` of whatever object comes back: without one they die, with one they run the job.
 */
export function claimRefusal(error: unknown): unknown {
  if (!(error instanceof DomainError) || statusOf(error.code) !== 409) return error;
  return new ReplyInstead(409, error.message, error);
}

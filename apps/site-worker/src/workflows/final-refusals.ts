import { DomainError } from '@callboard/kernel';
import { JobFailure } from '@callboard/site-kit';

/** What lies in the bytes themselves is no better the next time. */
const OF_BYTES = ['invalid-input', 'too-large', 'validation-too-slow'];

/** A refusal that no further attempt can change, as a failure for good; everything else as it was thrown. */
export function asFinal(thrown: unknown, moreCodes: readonly string[] = []): unknown {
  if (!(thrown instanceof DomainError) || ![...OF_BYTES, ...moreCodes].includes(thrown.code)) return thrown;
  return new JobFailure(thrown.code, thrown.message, { retriable: false, details: thrown.details });
}

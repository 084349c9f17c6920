import { DomainError } from '@callboard/kernel';
import { OpOutdated } from '@callboard/site-kit';

/** What is staged is lost when its database crashes, and is no good once another schema is active. */
const STAGE_AGAIN = ['submission-lost', 'schema-changed'];

/** For ops behind one that is named `stage`: what cannot be used any more is staged again. */
export async function asStaged<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof DomainError && STAGE_AGAIN.includes(thrown.code))
      throw new OpOutdated('stage', thrown.message);
    throw thrown;
  }
}

import type { StoredObject } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { JobContext } from '@callboard/site-kit';
import { stageChangesheet } from '@callboard/submission';
import { type ObjectAccess, openObject } from '../../object-bytes/open-object';
import { VerifiedBytes } from '../../object-bytes/verified-bytes';

/** Stages the bytes of an object as a changesheet, and gives the id of the sheet. */
export async function readSheet(
  object: StoredObject,
  context: JobContext,
  access: ObjectAccess,
): Promise<string> {
  const bytes = new VerifiedBytes(object, await openObject(object, context.objects, access, context.signal));
  try {
    const id = await stageChangesheet(bytes.read(), (contract, input) => context.ask(contract, input));
    await bytes.verify();
    return id;
  } catch (thrown) {
    // Bytes that are not those of the object explain everything else that is wrong with them.
    if (thrown instanceof DomainError && thrown.code === 'too-large') await bytes.verify();
    throw thrown;
  } finally {
    await bytes.close();
  }
}

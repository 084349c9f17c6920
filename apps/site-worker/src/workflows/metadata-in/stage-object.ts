import { describeSchema } from '@callboard/contracts';
import type { JobContext } from '@callboard/site-kit';
import {
  NotASubmission,
  readDocuments,
  stageSubmission,
  withoutLegacyCollection,
} from '@callboard/submission';
import { type ObjectAccess, openObject } from '../../object-bytes/open-object';
import { VerifiedBytes } from '../../object-bytes/verified-bytes';
import { asFinal } from '../final-refusals';

/** Reads an object as a submission, and stages its documents. Gives the id of the submission. */
export async function stageObject(
  objectId: string,
  context: JobContext,
  access: ObjectAccess,
): Promise<string> {
  const object = await context.objects.get(objectId);
  const bytes = new VerifiedBytes(object, await openObject(object, context.objects, access, context.signal));
  try {
    context.progress({ progress: { phase: 'checking' } });
    const documents = withoutLegacyCollection(
      readDocuments(bytes.read()),
      async () => (await context.ask(describeSchema, {})).collections_of_types ?? {},
    );
    const id = await stageSubmission(documents, (contract, input) => context.ask(contract, input));
    await bytes.verify();
    return id;
  } catch (thrown) {
    // A wrong checksum explains a text that cannot be read, so it is told first.
    if (thrown instanceof NotASubmission) await bytes.verify();
    throw asFinal(thrown);
  } finally {
    await bytes.close();
  }
}

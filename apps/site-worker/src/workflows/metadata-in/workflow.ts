import { applySubmission, beginRun, checkSubmission } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import {
  defineWorkflow,
  type JobContext,
  JobFailure,
  type JsonObject,
  type WorkflowDefinition,
} from '@callboard/site-kit';
import { NotASubmission, readDocuments, stageSubmission } from '@callboard/submission';
import { inputObjectOf } from '../input-object';
import { type ObjectAccess, openObject } from '../../object-bytes/open-object';
import { VerifiedBytes } from '../../object-bytes/verified-bytes';

/** What is staged is lost when its database crashes, or another schema becomes active: it is staged anew, so often. */
const ROUNDS = 3;
const STAGE_AGAIN = ['submission-lost', 'schema-changed'];

/**
 * `metadata-in-1.0.0`: reads the object as a submission of metadata, holds it against the schema and against what is
 * there, and makes its documents those of their collections (contract 6.4). Settles with what became of each collection.
 */
export function metadataIn(
  access: ObjectAccess,
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): WorkflowDefinition {
  return defineWorkflow({ id: 'metadata-in-1.0.0', ...limits, run: (context) => ingest(context, access) });
}

async function ingest(context: JobContext, access: ObjectAccess): Promise<JsonObject> {
  await context.ask(beginRun, { operation_id: context.operationId });
  for (let round = 1; ; round += 1) {
    try {
      const submissionId = await staged(context, access);
      await demandValid(context, submissionId);
      const asked = { submission_id: submissionId, operation_id: context.operationId };
      return (await context.ask(applySubmission, asked)).results;
    } catch (thrown) {
      const isLost = thrown instanceof DomainError && STAGE_AGAIN.includes(thrown.code);
      if (!isLost || round === ROUNDS) throw thrown;
      context.log.warn({ code: thrown.code, round }, 'what was staged is no good any more, staging again');
    }
  }
}

async function staged(context: JobContext, access: ObjectAccess): Promise<string> {
  const object = await context.objects.get(inputObjectOf(context));
  const bytes = new VerifiedBytes(object, await openObject(object, context.objects, access, context.signal));
  try {
    context.progress({ progress: { phase: 'checking' } });
    const id = await stageSubmission(readDocuments(bytes.read()), (contract, input) =>
      context.ask(contract, input),
    );
    await bytes.verify();
    return id;
  } catch (thrown) {
    // A wrong checksum explains a text that cannot be read, so it is told first.
    if (thrown instanceof NotASubmission) await bytes.verify();
    throw thrown instanceof DomainError ? asFailure(thrown) : thrown;
  } finally {
    await bytes.close();
  }
}

async function demandValid(context: JobContext, submission_id: string): Promise<void> {
  const { valid, findings, more } = await context.ask(checkSubmission, { submission_id, references: true });
  if (valid) return;
  const count = Object.values(findings).reduce((sum, list) => sum + list.length, more);
  throw new JobFailure('invalid-metadata', `The metadata breaks rules of the schema in ${count} places.`, {
    retriable: false,
    details: { findings },
  });
}

/** What lies in the bytes themselves is no better the next time. */
function asFailure(thrown: DomainError): Error {
  if (!['invalid-input', 'too-large', 'validation-too-slow'].includes(thrown.code)) return thrown;
  return new JobFailure(thrown.code, thrown.message, { retriable: false, details: thrown.details });
}

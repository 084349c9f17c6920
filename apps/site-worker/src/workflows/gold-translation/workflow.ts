import {
  beginRun,
  curateSubmission,
  discardSubmission,
  type StoredObject,
  tagObjects,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import {
  defineWorkflow,
  type JobContext,
  JobFailure,
  type JsonObject,
  type WorkflowDefinition,
} from '@callboard/site-kit';
import { inputObjectOf } from '../input-object';
import type { ObjectAccess } from '../../object-bytes/open-object';
import { curatedDatabase } from './curated-database';
import { briefly, countsOf, type CurationReport, curationReport } from './curation-report';
import { stageBundle } from './staged-bundle';
import type { ZipLimits } from './zip-entry';

/** The tag by whose trigger the next job follows. */
const NEXT = 'metadata-in';
/** What is staged is lost when its database crashes, or another schema becomes active: it is staged anew, so often. */
const ROUNDS = 3;
const STAGE_AGAIN = ['submission-lost', 'schema-changed'];
/** Reasons of each collection that a failure tells; the report has more. */
const REASONS_OF_FAILURE = 5;

/**
 * `gold-translation-1.0.0`: reads the database out of a zip, drops what the active schema refuses and what stands there
 * twice, keeps what is left and a report as objects, and tags the first, so that it is taken in by the job that follows.
 */
export function goldTranslation(
  access: ObjectAccess,
  zip: ZipLimits,
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): WorkflowDefinition {
  return defineWorkflow({
    id: 'gold-translation-1.0.0',
    ...limits,
    run: (context) => translate(context, access, zip),
  });
}

async function translate(context: JobContext, access: ObjectAccess, zip: ZipLimits): Promise<JsonObject> {
  await context.ask(beginRun, { operation_id: context.operationId });
  const object = await context.objects.get(inputObjectOf(context));
  for (let round = 1; ; round += 1) {
    try {
      return await curate(context, object, access, zip);
    } catch (thrown) {
      const isLost = thrown instanceof DomainError && STAGE_AGAIN.includes(thrown.code);
      if (!isLost || round === ROUNDS) throw thrown;
      context.log.warn({ code: thrown.code, round }, 'what was staged is no good any more, staging again');
    }
  }
}

async function curate(
  context: JobContext,
  object: StoredObject,
  access: ObjectAccess,
  zip: ZipLimits,
): Promise<JsonObject> {
  context.progress({ progress: { phase: 'reading the zip' } });
  const { submissionId, read } = await stageBundle(object, context, access, zip);
  context.progress({ progress: { phase: 'curating' } });
  const curation = await context.ask(curateSubmission, { submission_id: submissionId });
  const report = curationReport(object.id, read, curation);
  if (report.kept === 0) throw nothingLeft(report);
  const reported = await storeReport(context, report);
  const curated = await storeCurated(context, object.id, submissionId);
  await tag(context, curated);
  await context.ask(discardSubmission, { submission_id: submissionId });
  return { curated_object_id: curated.id, report_object_id: reported.id, ...countsOf(report) };
}

function storeReport({ objects }: JobContext, report: CurationReport): Promise<StoredObject> {
  return objects.store({
    name: 'curation-report.json',
    mimeType: 'application/json',
    bytes: Buffer.from(`${JSON.stringify(report, null, 2)}\n`),
    description: `What was kept of ${report.object_id}, and what was dropped and why`,
  });
}

function storeCurated(
  { objects, ask }: JobContext,
  from: string,
  submissionId: string,
): Promise<StoredObject> {
  return objects.store({
    name: 'nmdc_database.curated.json',
    mimeType: 'application/json',
    bytes: curatedDatabase(submissionId, ask),
    description: `What the schema takes of ${from}`,
  });
}

/** Beside the types that it has: the same bytes may have been stored before. */
async function tag({ ask, operationId }: JobContext, { id, types }: StoredObject): Promise<void> {
  const item = { object_id: id, types: [...new Set([...types, NEXT])] };
  const { items } = await ask(tagObjects, { operation_id: operationId, items: [item] });
  const [reply] = items;
  if (reply && !reply.ok) throw new DomainError(reply.error.code, reply.error.message, reply.error.details);
}

function nothingLeft(report: CurationReport): JobFailure {
  return new JobFailure(
    'nothing-to-curate',
    `None of the ${report.read} documents can be kept: the details say why.`,
    { retriable: false, details: briefly(report, REASONS_OF_FAILURE) },
  );
}

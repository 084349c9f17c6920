import { curateSubmission, discardSubmission, type StoredObject, tagObjects } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import {
  defineGraph,
  defineOp,
  type GraphDefinition,
  type JobContext,
  JobFailure,
  type WorkflowDefinition,
} from '@callboard/site-kit';
import { z } from 'zod';
import type { ObjectAccess } from '../../object-bytes/open-object';
import { asStaged } from '../as-staged';
import { inputObjectOf } from '../input-object';
import { curatedDatabase } from './curated-database';
import { briefly, countsOf, curationReport, curationReportShape } from './curation-report';
import { stageBundle } from './staged-bundle';
import type { ZipLimits } from './zip-entry';

/** The tag by whose trigger the next job follows. */
const NEXT = 'metadata-in';
/** Reasons of each collection that a failure tells; the report has more. */
const REASONS_OF_FAILURE = 5;

const bundle = z.object({ submission_id: z.string(), read: z.record(z.string(), z.int()) });
const curated = z.object({ submission_id: z.string(), report: curationReportShape });
const kept = z.object({
  curated_object_id: z.string(),
  report_object_id: z.string(),
  counts: z.looseObject({}),
});

/**
 * `gold-translation-1.0.0`: reads the database out of a zip, drops what the active schema refuses and what stands there
 * twice, keeps what is left and a report as objects, and tags the first, so that it is taken in by the job that follows.
 */
export function goldTranslation(
  access: ObjectAccess,
  zip: ZipLimits,
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): GraphDefinition {
  const stage = defineOp({
    name: 'stage',
    output: bundle,
    run: async (context) => {
      const object = await context.objects.get(inputObjectOf(context));
      const { submissionId, read } = await asStaged(stageBundle(object, context, access, zip));
      return { submission_id: submissionId, read: Object.fromEntries(read) };
    },
  });
  return defineGraph({
    id: 'gold-translation-1.0.0',
    ...limits,
    wire: (step) => step(tag, step(store, step(curate, step(stage)))),
  });
}

const curate = defineOp({
  name: 'curate',
  input: bundle,
  output: curated,
  run: async (context, { submission_id, read }) => {
    const curation = await asStaged(context.ask(curateSubmission, { submission_id }));
    const report = curationReport(inputObjectOf(context), new Map(Object.entries(read)), curation);
    if (report.kept > 0) return { submission_id, report };
    throw new JobFailure(
      'nothing-to-curate',
      `None of the ${report.read} documents can be kept: the details say why.`,
      { retriable: false, details: briefly(report, REASONS_OF_FAILURE) },
    );
  },
});

const store = defineOp({
  name: 'store',
  input: curated,
  output: kept,
  run: async (context, { submission_id, report }) => {
    const reported = await context.objects.store({
      name: 'curation-report.json',
      mimeType: 'application/json',
      bytes: Buffer.from(`${JSON.stringify(report, null, 2)}\n`),
      description: `What was kept of ${report.object_id}, and what was dropped and why`,
    });
    const left = await asStaged(storeCurated(context, report.object_id, submission_id));
    await context.ask(discardSubmission, { submission_id });
    return { curated_object_id: left.id, report_object_id: reported.id, counts: countsOf(report) };
  },
});

const storeCurated = (context: JobContext, from: string, submissionId: string): Promise<StoredObject> =>
  context.objects.store({
    name: 'nmdc_database.curated.json',
    mimeType: 'application/json',
    bytes: curatedDatabase(submissionId, (contract, input) => context.ask(contract, input)),
    description: `What the schema takes of ${from}`,
  });

const tag = defineOp({
  name: 'tag',
  input: kept,
  run: async ({ ask, objects, operationId }, { counts, ...ids }) => {
    // Beside the types that it has: the same bytes may have been stored before.
    const { id, types } = await objects.get(ids.curated_object_id);
    const item = { object_id: id, types: [...new Set([...types, NEXT])] };
    const { items } = await ask(tagObjects, { operation_id: operationId, items: [item] });
    const [reply] = items;
    if (reply && !reply.ok) throw new DomainError(reply.error.code, reply.error.message, reply.error.details);
    return { ...ids, ...counts };
  },
});

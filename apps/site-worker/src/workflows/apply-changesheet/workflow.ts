import { applyChangesheet, previewChangesheet, type StoredObject } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import {
  defineWorkflow,
  type JobContext,
  JobFailure,
  type JsonObject,
  type WorkflowDefinition,
} from '@callboard/site-kit';
import type { SheetFormat } from '@callboard/submission';
import type { ObjectAccess } from '../../object-bytes/open-object';
import { inputObjectOf } from '../input-object';
import { readSheet } from './read-sheet';
import { sheetFormatOfObject } from './sheet-format-of-object';

/** What is staged is lost when its database crashes, or another schema becomes active: it is staged anew, so often. */
const ROUNDS = 3;
const STAGE_AGAIN = ['submission-lost', 'schema-changed'];
/** How long a sheet of 100,000 rows may take. */
const LARGE = { timeoutMs: 120_000 };
/** What lies in the sheet, or in what became of the documents, is no better the next time. */
const FINAL = ['invalid-sheet', 'invalid-metadata', 'document-changed', 'too-large', 'invalid-input'];

/** A changesheet that is staged with the service `metadata`. */
interface Staged {
  readonly sheetId: string;
  readonly format: SheetFormat;
}

/**
 * `apply-changesheet-1.0.0`: reads the object as a changesheet, has it previewed, and applies it to the documents that
 * were previewed: when it was handed in, or else now (contract 7.7). Settles with what was done.
 */
export function changesheet(
  access: ObjectAccess,
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): WorkflowDefinition {
  return defineWorkflow({ id: 'apply-changesheet-1.0.0', ...limits, run: (context) => run(context, access) });
}

async function run(context: JobContext, access: ObjectAccess): Promise<JsonObject> {
  const object = await context.objects.get(inputObjectOf(context));
  for (let round = 1; ; round += 1) {
    try {
      const staged = await stage(object, context, access);
      await preview(staged, context);
      return await apply(staged, object, context);
    } catch (thrown) {
      if (!(thrown instanceof DomainError)) throw thrown;
      if (!STAGE_AGAIN.includes(thrown.code) || round === ROUNDS) throw asFailure(thrown);
      context.log.warn({ code: thrown.code, round }, 'what was staged is no good any more, staging again');
    }
  }
}

async function stage(object: StoredObject, context: JobContext, access: ObjectAccess): Promise<Staged> {
  const format = sheetFormatOfObject(object);
  context.progress({ progress: { phase: 'reading' } });
  return { sheetId: await readSheet(object, context, access), format };
}

async function preview({ sheetId, format }: Staged, context: JobContext): Promise<void> {
  context.progress({ progress: { phase: 'previewing' } });
  const asked = { sheet_id: sheetId, format, tell: 'errors' as const, keep: true };
  const { valid, results, left_out } = await context.ask(previewChangesheet, asked, LARGE);
  if (valid) return;
  const validation_errors = results.map(({ id, validation_errors: errors }) => ({ id, errors }));
  throw new JobFailure(
    'invalid-metadata',
    `The changesheet breaks rules of the schema in ${results.length + left_out} documents.`,
    { retriable: false, details: { validation_errors: validation_errors.slice(0, 100) } },
  );
}

async function apply(
  { sheetId, format }: Staged,
  { id }: StoredObject,
  context: JobContext,
): Promise<JsonObject> {
  context.progress({ progress: { phase: 'applying' } });
  const asked = { sheet_id: sheetId, format, object_id: id, operation_id: context.operationId };
  return { ...(await context.ask(applyChangesheet, asked, LARGE)) };
}

function asFailure(thrown: DomainError): Error {
  if (!FINAL.includes(thrown.code)) return thrown;
  return new JobFailure(thrown.code, thrown.message, { retriable: false, details: thrown.details });
}

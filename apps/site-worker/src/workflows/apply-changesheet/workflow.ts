import { applyChangesheet, previewChangesheet } from '@callboard/contracts';
import {
  defineGraph,
  defineOp,
  type GraphDefinition,
  JobFailure,
  type WorkflowDefinition,
} from '@callboard/site-kit';
import { z } from 'zod';
import type { ObjectAccess } from '../../object-bytes/open-object';
import { asStaged } from '../as-staged';
import { asFinal } from '../final-refusals';
import { inputObjectOf } from '../input-object';
import { readSheet } from './read-sheet';
import { sheetFormatOfObject } from './sheet-format-of-object';

/** How long a sheet of 100,000 rows may take. */
const LARGE = { timeoutMs: 120_000 };
/** What lies in the sheet, or in what became of the documents, is no better the next time. */
const FINAL = ['invalid-sheet', 'invalid-metadata', 'document-changed'];
/** Documents whose errors a failure tells. */
const DOCUMENTS_TOLD = 100;

/** A changesheet that is staged with the service `metadata`. */
const staged = z.object({ sheet_id: z.string(), format: z.enum(['csv', 'tsv']) });

/**
 * `apply-changesheet-1.0.0`: reads the object as a changesheet, has it previewed, and applies it to the documents that
 * were previewed: when it was handed in, or else now (contract 7.7). Settles with what was done.
 */
export function changesheet(
  access: ObjectAccess,
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): GraphDefinition {
  const stage = defineOp({
    name: 'stage',
    output: staged,
    run: async (context) => {
      const object = await context.objects.get(inputObjectOf(context));
      const format = sheetFormatOfObject(object);
      return { sheet_id: await forGood(readSheet(object, context, access)), format };
    },
  });
  return defineGraph({
    id: 'apply-changesheet-1.0.0',
    ...limits,
    wire: (step) => step(apply, step(preview, step(stage))),
  });
}

const preview = defineOp({
  name: 'preview',
  input: staged,
  output: staged,
  run: async ({ ask }, sheet) => {
    const asked = { ...sheet, tell: 'errors' as const, keep: true };
    const { valid, results, left_out } = await forGood(ask(previewChangesheet, asked, LARGE));
    if (valid) return sheet;
    const validation_errors = results.map(({ id, validation_errors: errors }) => ({ id, errors }));
    throw new JobFailure(
      'invalid-metadata',
      `The changesheet breaks rules of the schema in ${results.length + left_out} documents.`,
      { retriable: false, details: { validation_errors: validation_errors.slice(0, DOCUMENTS_TOLD) } },
    );
  },
});

const apply = defineOp({
  name: 'apply',
  input: staged,
  run: async (context, sheet) => {
    const asked = { ...sheet, object_id: inputObjectOf(context), operation_id: context.operationId };
    return { ...(await forGood(context.ask(applyChangesheet, asked, LARGE))) };
  },
});

/** Refusals that no further attempt can change fail for good; what is no good any more as staged is staged again. */
async function forGood<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asStaged(asked);
  } catch (thrown) {
    throw asFinal(thrown, FINAL);
  }
}

import { applySubmission, checkSubmission } from '@callboard/contracts';
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
import { inputObjectOf } from '../input-object';
import { stageObject } from './stage-object';

const staged = z.object({ submission_id: z.string() });

/**
 * `metadata-in-1.0.0`: reads the object as a submission of metadata, holds it against the schema and against what is
 * there, and makes its documents those of their collections (contract 6.4). Settles with what became of each collection.
 */
export function metadataIn(
  access: ObjectAccess,
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): GraphDefinition {
  const stage = defineOp({
    name: 'stage',
    output: staged,
    run: async (context) => ({
      submission_id: await asStaged(stageObject(inputObjectOf(context), context, access)),
    }),
  });
  return defineGraph({
    id: 'metadata-in-1.0.0',
    ...limits,
    wire: (step) => step(apply, step(check, step(stage))),
  });
}

const check = defineOp({
  name: 'check',
  input: staged,
  output: staged,
  run: async ({ ask }, { submission_id }) => {
    const asked = { submission_id, references: true };
    const { valid, findings, more } = await asStaged(ask(checkSubmission, asked));
    if (valid) return { submission_id };
    const count = Object.values(findings).reduce((sum, list) => sum + list.length, more);
    throw new JobFailure('invalid-metadata', `The metadata breaks rules of the schema in ${count} places.`, {
      retriable: false,
      details: { findings },
    });
  },
});

const apply = defineOp({
  name: 'apply',
  input: staged,
  run: async ({ ask, operationId }, { submission_id }) => {
    const asked = { submission_id, operation_id: operationId };
    return (await asStaged(ask(applySubmission, asked))).results;
  },
});

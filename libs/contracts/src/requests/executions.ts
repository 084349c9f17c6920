import { z } from 'zod';
import { defineRequest } from '../envelope';
import { AFTER_THE_END } from '../events/operations';
import { idSchema } from '../replies';
import { submissionId } from './metadata';

export const insertExecutions = defineRequest('metadata', 'insert-executions', {
  patienceMs: 120_000,
  idempotency: 'by-key',
  ownToEachTry: ['submission_id'],
  about:
    'Makes staged documents, executions of workflows and what came of them, those of their collections, all or none. ' +
    'Nothing is replaced: what stands already as it was sent is left alone, so that a repeat is harmless, and an id that ' +
    'says something else is refused. Each execution whose id is `base.N` then names the next one as `superseded_by`, and ' +
    'so do its outputs.',
  refusals: [
    'forbidden',
    'unknown-collection',
    'submission-lost',
    'schema-changed',
    'invalid-metadata',
    'already-exists',
    ...AFTER_THE_END,
    'operation-superseded',
  ],
  input: z.object({
    submission_id: submissionId,
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe(
        'sha256 of what was handed in, by which another body under the same idempotency key is noticed',
      ),
    operation_id: idSchema.optional().describe('The operation that the executions are a result of'),
  }),
  output: z.object({ documents: z.int().describe('How many were handed in') }),
});

const ids = z.array(z.string());

export const removeExecution = defineRequest('metadata', 'remove-execution', {
  patienceMs: 60_000,
  about:
    'Removes an execution of a workflow, its outputs, the executions that take one of these as input with their outputs, ' +
    'and so on, and the aggregates of them all. What names a removed one as superseding names the next one, or none. At ' +
    'most 100,000 documents.',
  refusals: ['forbidden', 'not-found', 'bad-request'],
  input: z.object({ id: idSchema }),
  output: z.object({
    executions: ids,
    data_objects: ids,
    aggregates: ids.describe('The collection and a digest of what each said'),
    removed_at: z.iso.datetime(),
  }),
});

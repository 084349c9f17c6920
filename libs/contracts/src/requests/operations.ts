import { z } from 'zod';
import { AFTER_THE_END, outcomeSchema } from '../events/operations';
import { defineRequest } from '../envelope';
import { operation, operationHistoryEntry } from '../http/operations';
import { BATCH_LIMIT, batchReply, idSchema, listInput } from '../replies';

const batchOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item).min(1).max(BATCH_LIMIT) });

export const openOperations = defineRequest('operations', 'open-operations', {
  about:
    'Opens the operation of each claim. Idempotent: an operation that exists, open or ended, is given ' +
    'back as it is. For services only.',
  refusals: ['forbidden'],
  input: batchOf(
    z.object({
      id: idSchema,
      site_id: z.string(),
      claimant: z.string().optional(),
      attempt: z.int().positive(),
      lease_ms: z.int().positive().describe('Milliseconds, at most 30 days'),
      job: z.object({
        id: z.string(),
        workflow: z.looseObject({ id: z.string() }),
        config: z.record(z.string(), z.unknown()),
      }),
      traceparent: z.string().optional(),
    }),
  ),
  output: batchReply(operation),
});

export const endOperations = defineRequest('operations', 'end-operations', {
  about:
    "The only request that ends an operation for its owner's sake: release, cancel and the like. The " +
    'same end again is accepted without effect; another end is refused. For services only.',
  refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
  input: batchOf(
    z.object({ id: idSchema, outcome: outcomeSchema.extract(['cancelled', 'released']), reason: z.string() }),
  ),
  output: batchReply(operation),
});

export const listOperations = defineRequest('operations', 'list-operations', {
  about: 'A page of operations.',
  refusals: ['query-too-slow'],
  input: listInput,
  output: z.object({ operations: z.array(operation), more: z.boolean() }),
});

export const getOperations = defineRequest('operations', 'get-operations', {
  about: 'Operations by id, in the order asked.',
  refusals: ['not-found'],
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(operation),
  forSites: true,
});

export const getOperationHistory = defineRequest('operations', 'get-operation-history', {
  about: 'The transitions of an operation, oldest first.',
  refusals: ['not-found'],
  input: z.object({
    id: idSchema,
    after: z.int().nonnegative().default(0).describe('`n` of the last entry of the page before'),
    limit: z.int().min(1).max(BATCH_LIMIT),
  }),
  output: z.object({ items: z.array(operationHistoryEntry), more: z.boolean() }),
});

export const reportProgress = defineRequest('operations', 'report-progress', {
  about:
    'Progress of the calling site; it renews the lease. `site_id`, `job` and `model` of the metadata ' +
    'keep their stored values.',
  refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
  input: batchOf(
    z.object({
      id: idSchema,
      metadata: z
        .record(z.string(), z.unknown())
        .nullish()
        .describe('Merged one level deep; null counts as absent'),
      result: z.unknown().optional().describe('Replaces the one before'),
    }),
  ),
  output: batchReply(operation),
  forSites: true,
});

export const heartbeatOperations = defineRequest('operations', 'heartbeat-operations', {
  idempotency: 'by-key',
  about: 'Renews the leases of the calling site by their own length.',
  refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
  input: batchOf(z.object({ id: idSchema })),
  output: batchReply(z.object({ id: z.string(), expire_time: z.iso.datetime() })),
  forSites: true,
});

export const settleOperations = defineRequest('operations', 'settle-operations', {
  about:
    'Ends operations of the calling site. A result of the form {code, message} is a failure, ' +
    '`metadata.cancelled` a cancellation, anything else success. The same end again is accepted.',
  refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
  input: batchOf(
    z.object({
      id: idSchema,
      result: z.unknown().optional(),
      metadata: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
  output: batchReply(operation),
  forSites: true,
});

/** News for a site. */
export const operationEndedNews = z
  .object({
    operation_id: z.string(),
    code: z.string().describe('The code with which every write under it is refused from now on'),
  })
  .describe(
    'An operation of the site was ended by other hands. Sent once, unacknowledged: the lease is the net.',
  );

import { z } from 'zod';
import { outcomeSchema } from '../events/operations';
import { defineRequest } from '../envelope';
import { operation } from '../http/operations';
import { BATCH_LIMIT, batchReply, idSchema, listInput } from '../replies';

const batchOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item).min(1).max(BATCH_LIMIT) });

/** Opens the operation of each claim. Idempotent: an operation that exists, open or ended, is given back as it is. */
export const openOperations = defineRequest('operations', 'open-operations', {
  input: batchOf(
    z.object({
      id: idSchema,
      site_id: z.string(),
      claimant: z.string().optional(),
      attempt: z.int().positive(),
      lease_ms: z.int().positive(),
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

/**
 * The only request that ends an operation for its owner's sake: release, cancel and the like. The same end again is
 * accepted without effect; another end is refused with `operation-settled | -cancelled | -released | -expired`.
 */
export const endOperations = defineRequest('operations', 'end-operations', {
  input: batchOf(
    z.object({ id: idSchema, outcome: outcomeSchema.extract(['cancelled', 'released']), reason: z.string() }),
  ),
  output: batchReply(operation),
});

/** A page of operations. */
export const listOperations = defineRequest('operations', 'list-operations', {
  input: listInput,
  output: z.object({ operations: z.array(operation), more: z.boolean() }),
});

export const getOperations = defineRequest('operations', 'get-operations', {
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(operation),
});

/**
 * Progress of the calling site: `metadata` is merged one level deep (`null` counts as absent, D7), `result` replaces,
 * the lease is renewed.
 * `site_id`, `job` and `model` keep their stored values (contract 3.5).
 * Refusals: `not-found`, `forbidden`, and after the end `operation-…` as in {@link endOperations}.
 */
export const reportProgress = defineRequest('operations', 'report-progress', {
  input: batchOf(
    z.object({
      id: idSchema,
      metadata: z.record(z.string(), z.unknown()).nullish(),
      result: z.unknown().optional(),
    }),
  ),
  output: batchReply(operation),
  forSites: true,
});

/** Renews the leases of the calling site by their own length. Refusals as {@link reportProgress}. */
export const heartbeatOperations = defineRequest('operations', 'heartbeat-operations', {
  input: batchOf(z.object({ id: idSchema })),
  output: batchReply(z.object({ id: z.string(), expire_time: z.iso.datetime() })),
  forSites: true,
});

/**
 * Ends operations of the calling site. A result of the form {code, message} is a failure, `metadata.cancelled` a
 * cancellation, anything else success (design 5). Refusals as {@link reportProgress}; the same end again is accepted.
 */
export const settleOperations = defineRequest('operations', 'settle-operations', {
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

/** News for a site: an operation of its ended by other hands. Sent once, unacknowledged: the lease is the net. */
export const operationEndedNews = z.object({ operation_id: z.string(), code: z.string() });

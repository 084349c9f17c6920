import { z } from 'zod';
import { idSchema } from '../replies';
import { AFTER_THE_END, outcomeSchema } from '../events/operations';
import { operationPatch } from './operations';
import { historyQuery } from './history';
import { operationHistoryEntry } from './operations';
import { defineRoute, listQuery, openListReply } from './routes-contract';

/** Operation (contract 1.3, FULL); `outcome` and `attempt` stand beside the contract's fields. */
export const operationReply = z.object({
  id: z.string(),
  done: z.boolean(),
  expire_time: z.iso.datetime(),
  result: z.unknown(),
  metadata: z.record(z.string(), z.unknown()),
  outcome: outcomeSchema.nullable(),
  attempt: z.int(),
});
export type OperationReply = z.infer<typeof operationReply>;

const operationParams = z.object({ op_id: idSchema });

const params = { op_id: 'nmdc:sys0b7d1c5h9fr2k36' };
const open = {
  id: params.op_id,
  done: false,
  expire_time: '2026-02-01T03:04:05.678Z',
  result: null,
  metadata: {
    model: 'nmdc_runtime.api.models.job.JobOperationMetadata',
    site_id: 'NERSC',
    cancelled: null,
    job: {
      id: 'nmdc:sys0k3v9m2x7q1zt58',
      workflow: {
        id: 'Reads QC: v1.0.28',
        created_at: null,
        name: null,
        description: null,
        capability_ids: null,
      },
      config: { git_repo: 'https://git.example.org/qc' },
    },
  },
  outcome: null,
  attempt: 1,
};

/** Operations (contract 2.6). */
export const operationRoutes = {
  listOperations: defineRoute({
    method: 'GET',
    path: '/operations',
    tier: 'CORE',
    summary: 'All operations, page by page',
    auth: 'anon',
    query: listQuery,
    ok: { status: 200, schema: openListReply(operationReply) },
    refusals: ['bad-request'],
    example: { query: { max_page_size: '20' }, reply: { resources: [open], next_page_token: null } },
  }),
  getOperation: defineRoute({
    method: 'GET',
    path: '/operations/{op_id}',
    tier: 'CORE',
    summary: 'One operation: whether it is done, and with what result',
    auth: 'anon',
    params: operationParams,
    ok: { status: 200, schema: operationReply },
    refusals: ['not-found'],
    example: { params, reply: open },
  }),
  patchOperation: defineRoute({
    method: 'PATCH',
    path: '/operations/{op_id}',
    tier: 'CORE',
    summary:
      'Report progress, or with done: true the end. Metadata is merged one level deep; a result {code, message} ' +
      'is a failure. After the end every other write is refused',
    idempotency: 'passed-over',
    auth: 'own-site',
    params: operationParams,
    body: operationPatch,
    ok: { status: 200, schema: operationReply },
    refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
    example: {
      params,
      body: { done: true, result: { reads: 48502 }, metadata: { extra: { runner: 'cromwell' } } },
      reply: {
        ...open,
        done: true,
        result: { reads: 48502 },
        metadata: { ...open.metadata, extra: { runner: 'cromwell' } },
        outcome: 'succeeded',
      },
    },
  }),
  heartbeatOperation: defineRoute({
    method: 'POST',
    path: '/operations/{op_id}:heartbeat',
    tier: 'EXTRA',
    summary: 'Renew the lease of an operation by its own length; any accepted PATCH does so as well',
    auth: 'own-site',
    params: operationParams,
    ok: { status: 200, schema: z.object({ id: z.string(), expire_time: z.iso.datetime() }) },
    refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
    example: { params, reply: { id: open.id, expire_time: open.expire_time } },
  }),
  operationHistory: defineRoute({
    method: 'GET',
    path: '/operations/{op_id}/history',
    tier: 'EXTRA',
    summary: 'Every transition of an operation, oldest first: who, when, from, to and why',
    auth: 'any',
    params: operationParams,
    query: historyQuery,
    ok: { status: 200, schema: openListReply(operationHistoryEntry) },
    refusals: ['not-found'],
    example: {
      params,
      reply: {
        resources: [
          {
            n: 1,
            at: '2026-01-02T03:04:05.678Z',
            from: null,
            to: 'open',
            who: 'service:jobs',
            why: 'claimed',
          },
        ],
        next_page_token: null,
      },
    },
  }),
};

import { z } from 'zod';
import { idSchema } from '../replies';
import { historyQuery } from './history';
import {
  LINEAGE_DEPTH,
  LINEAGE_PRODUCER,
  lineageDirection,
  lineageGraph,
  openLineageEvent,
  RUN_EVENT_SCHEMA,
} from './lineage';
import { defineRoute, openListReply } from './routes-contract';
import { runEvent, runOp, runSummary } from './runs';

const runParams = z.object({ run_id: idSchema });

const lineageQuery = z.object({
  object_id: idSchema,
  direction: lineageDirection.default('both'),
  depth: z
    .string()
    .regex(/^([1-9]|10)$/, `must be a whole number from 1 to ${LINEAGE_DEPTH.most}`)
    .transform(Number)
    .default(LINEAGE_DEPTH.unlessSaid)
    .meta({ description: 'steps from object to object' }),
});

const params = { run_id: 'nmdc:sys0d3f7h2m9qx4w61' };
const object_id = 'nmdc:sys0a1b2c3d4e5f698';
const operation_id = 'nmdc:sys0b7d1c5h9fr2k36';
const made = 'nmdc:sys0r8s6t4v2w0x127';
const provenance = { producer: LINEAGE_PRODUCER, schemaURL: RUN_EVENT_SCHEMA };
const job = { id: 'metadata-in-1.0.0', description: 'metadata-in-1.0.0', ...provenance };
const startedAt = '2026-01-02T03:04:05.678Z';
const endedAt = '2026-01-02T03:05:05.678Z';

/** Runs (contract 2.6), and what they tell about where objects come from (design 8). */
export const runRoutes = {
  getRun: defineRoute({
    method: 'GET',
    path: '/runs/{run_id}',
    tier: 'METADATA',
    summary: 'One run: how it stands, what it read and made',
    auth: 'anon',
    params: runParams,
    ok: { status: 200, schema: runSummary },
    refusals: ['not-found'],
    example: {
      params,
      reply: {
        id: params.run_id,
        status: 'COMPLETE',
        started_at_time: startedAt,
        was_started_by: 'user:ada',
        inputs: [object_id],
        outputs: [`/operations/${operation_id}`, made],
        job,
        ...provenance,
        job_id: 'nmdc:sys0k3v9m2x7q1zt58',
        operation_id,
        error: null,
      },
    },
  }),
  listRunEvents: defineRoute({
    method: 'GET',
    path: '/runs/{run_id}/events',
    tier: 'METADATA',
    summary: 'The events of a run, newest first',
    auth: 'anon',
    params: runParams,
    query: historyQuery,
    ok: { status: 200, schema: openListReply(runEvent) },
    refusals: ['not-found'],
    example: {
      params,
      reply: {
        resources: [
          {
            run: { id: params.run_id },
            job,
            type: 'STARTED',
            time: startedAt,
            ...provenance,
            inputs: [object_id],
            outputs: [],
          },
        ],
        next_page_token: null,
      },
    },
  }),
  listRunOps: defineRoute({
    method: 'GET',
    path: '/runs/{run_id}/ops',
    tier: 'EXTRA',
    summary:
      'The ops of a run in the order in which they began, each with the latest of its attempts first: start, end, ' +
      'error, logs, and what it gave to the ops after it',
    auth: 'anon',
    params: runParams,
    ok: { status: 200, schema: openListReply(runOp) },
    refusals: ['not-found'],
    example: {
      params,
      reply: {
        resources: [
          {
            op: 'read_object',
            attempt: 1,
            state: 'succeeded',
            started_at: startedAt,
            ended_at: endedAt,
            inputs: [object_id],
            outputs: [made],
            output: { documents: 12 },
            error: null,
            logs: [{ at: startedAt, level: 'info', text: 'reading 48,502 bytes' }],
          },
        ],
        next_page_token: null,
      },
    },
  }),
  listObjectRuns: defineRoute({
    method: 'GET',
    path: '/objects/{object_id}/runs',
    tier: 'EXTRA',
    summary:
      'What became of an object: the runs that were begun on it or read it, those that came last first',
    auth: 'anon',
    params: z.object({ object_id: idSchema }),
    query: historyQuery,
    ok: { status: 200, schema: openListReply(runSummary) },
    refusals: [],
    example: {
      params: { object_id },
      reply: {
        resources: [
          {
            id: params.run_id,
            status: 'FAIL',
            started_at_time: startedAt,
            was_started_by: 'user:ada',
            inputs: [object_id],
            outputs: [],
            job,
            ...provenance,
            job_id: 'nmdc:sys0k3v9m2x7q1zt58',
            operation_id,
            error: {
              code: 'invalid-metadata',
              message: 'The metadata breaks rules of the schema in 2 places.',
            },
          },
        ],
        next_page_token: null,
      },
    },
  }),
  runLineage: defineRoute({
    method: 'GET',
    path: '/lineage/runs/{run_id}',
    tier: 'EXTRA',
    summary: 'A run as run events of OpenLineage 2-0-2; its ops are child runs',
    auth: 'anon',
    params: runParams,
    ok: { status: 200, schema: z.object({ events: z.array(openLineageEvent) }) },
    refusals: ['not-found'],
    example: {
      params,
      reply: {
        events: [
          {
            eventType: 'START',
            eventTime: startedAt,
            ...provenance,
            run: { runId: '0e0a7e1c-54f4-5d5b-9c55-6a1ed1b8f2a7', facets: {} },
            job: { namespace: 'nmdc-runtime', name: job.id, facets: {} },
            inputs: [{ namespace: 'callboard', name: object_id }],
            outputs: [],
          },
        ],
      },
    },
  }),
  traceLineage: defineRoute({
    method: 'GET',
    path: '/lineage',
    tier: 'EXTRA',
    summary: 'What an object was made from (upstream), and what was made from it (downstream)',
    auth: 'anon',
    query: lineageQuery,
    ok: { status: 200, schema: lineageGraph },
    refusals: [],
    example: {
      query: { object_id, direction: 'downstream', depth: '1' },
      reply: {
        object_id,
        nodes: [
          { kind: 'object', id: object_id },
          { kind: 'run', id: params.run_id, workflow_id: job.id, status: 'COMPLETE' },
          { kind: 'object', id: made },
        ],
        edges: [
          { from: object_id, to: params.run_id, kind: 'read' },
          { from: params.run_id, to: made, kind: 'made' },
        ],
        more: false,
      },
    },
  }),
};

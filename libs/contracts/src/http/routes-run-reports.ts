import { z } from 'zod';
import { idSchema } from '../replies';
import { LINEAGE_PRODUCER, RUN_EVENT_SCHEMA } from './lineage';
import { defineRoute } from './routes-contract';
import { runOrder, runSummary, TOLD_IN_QUERY, toldRunEvent } from './runs';

const run_id = 'nmdc:sys0d3f7h2m9qx4w61';
const object_id = 'nmdc:sys0a1b2c3d4e5f698';
const provenance = { producer: LINEAGE_PRODUCER, schemaURL: RUN_EVENT_SCHEMA };
const job = { id: 'test', description: 'test', ...provenance };
const time = '2026-01-02T03:04:05.678Z';

const requested = {
  id: run_id,
  status: 'REQUESTED',
  started_at_time: time,
  was_started_by: 'user:ada',
  inputs: [object_id],
  outputs: [],
  job,
  ...provenance,
  job_id: 'nmdc:sys0k3v9m2x7q1zt58',
  operation_id: null,
  error: null,
};

/** Runs that are asked for, and what others tell of them (contract 2.6). */
export const runReportRoutes = {
  startRun: defineRoute({
    method: 'POST',
    path: '/runs',
    tier: 'EXTRA',
    summary:
      'Ask for a run of a registered workflow: a job is posted, which a site claims like any other. Workflows that only ' +
      "the runtime's own site carries out ask for what their own door asks for: `metadata-in-1.0.0` and " +
      '`gold-translation-1.0.0` for the allowance `/metadata/json:submit`, `apply-changesheet-1.0.0` for ' +
      "`/metadata/changesheets:submit`, the others for an administrator of the runtime's own site",
    auth: 'any',
    query: z.object({ job_id: idSchema.describe('Id of the workflow') }),
    body: runOrder.default({}),
    ok: { status: 200, schema: runSummary },
    refusals: ['bad-request', 'forbidden', 'not-found', 'too-large', 'too-many-workflows'],
    example: {
      query: { job_id: 'test' },
      body: { run_config: { depth: 3 }, inputs: [object_id] },
      reply: requested,
    },
  }),
  tellRunEvent: defineRoute({
    method: 'POST',
    path: '/runs/{run_id}/events',
    tier: 'EXTRA',
    summary:
      'Tell an event of a run; `type`, `time`, `producer` and `schemaURL` stand in the query or in the body',
    auth: 'run-teller',
    params: z.object({ run_id: idSchema }),
    query: toldRunEvent.pick(TOLD_IN_QUERY).partial(),
    body: toldRunEvent.partial(TOLD_IN_QUERY),
    ok: { status: 200, schema: runSummary },
    refusals: ['bad-request', 'forbidden', 'not-found', 'run-ended', 'too-large'],
    example: {
      params: { run_id },
      query: { type: 'STARTED', time, producer: 'https://example.org/runner', schemaURL: RUN_EVENT_SCHEMA },
      body: { run: { id: run_id }, job, inputs: [object_id], outputs: [] },
      reply: { ...requested, status: 'STARTED' },
    },
  }),
};

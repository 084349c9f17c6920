import { z } from 'zod';
import { idSchema } from '../replies';
import { AFTER_THE_END } from '../events/operations';
import { defineRoute } from './routes-contract';

const FILE = {
  id: 'nmdc:dobj-11-k3v9m258',
  type: 'nmdc:DataObject',
  name: 'contigs.fasta',
  description: 'Contigs of the first core',
};
const EXECUTION = {
  id: 'nmdc:wfmgas-11-b7d1c512.1',
  type: 'nmdc:MetagenomeAssembly',
  name: 'Assembly of the first core',
  git_url: 'https://git.example.org/assembly',
  started_at_time: '2026-01-02T03:04:05Z',
  execution_resource: 'NERSC-Perlmutter',
  was_informed_by: ['nmdc:dgns-11-h9fr2k36'],
  has_input: ['nmdc:dobj-11-q1zt5812'],
  has_output: [FILE.id],
};
const GONE = 'Activities are workflow executions by now: POST them to /workflows/workflow_executions.';
const ids = z.array(z.string());

/** Executions of workflows as documents (contract 2.8). */
export const executionRoutes = {
  insertExecutions: defineRoute({
    method: 'POST',
    path: '/workflows/workflow_executions',
    tier: 'WORKER',
    summary:
      'Insert workflow executions and what came of them, all or none. Nothing is replaced, and a repeat changes nothing. ' +
      'Of the executions base.1, base.2 each is superseded by the next',
    auth: 'allow:/metadata/json:submit',
    takesOperation: true,
    streamed: z
      .record(z.string(), z.unknown())
      .describe('Collections and their documents, workflow_execution_set among them, at most 256 MiB'),
    ok: { status: 200, schema: z.object({ message: z.string() }) },
    refusals: [
      'forbidden',
      'unknown-collection',
      'invalid-metadata',
      'already-exists',
      'schema-changed',
      'too-large',
      'validation-too-slow',
      ...AFTER_THE_END,
      'operation-superseded',
    ],
    example: {
      body: { data_object_set: [FILE], workflow_execution_set: [EXECUTION] },
      reply: { message: 'Inserted 2 documents' },
    },
  }),
  deleteExecution: defineRoute({
    method: 'DELETE',
    path: '/workflows/workflow_executions/{workflow_execution_id}',
    tier: 'EXTRA',
    summary:
      'Delete a workflow execution, its outputs, the executions that take one of these as input, and so on, the ' +
      'aggregates of them all, and the jobs that were to make one of them',
    auth: 'allow:/queries:run(query_cmd:DeleteCommand)',
    params: z.object({ workflow_execution_id: idSchema }),
    ok: {
      status: 200,
      schema: z.object({
        message: z.string(),
        deleted_workflow_execution_ids: ids,
        deleted_data_object_ids: ids,
        deleted_functional_annotation_agg_oids: ids.describe('As they are kept, not as they were numbered'),
        deleted_job_ids: ids,
      }),
    },
    refusals: ['forbidden', 'not-found', 'bad-request'],
    example: {
      params: { workflow_execution_id: EXECUTION.id },
      reply: {
        message: 'Deleted 2 documents and 1 job',
        deleted_workflow_execution_ids: [EXECUTION.id],
        deleted_data_object_ids: [FILE.id],
        deleted_functional_annotation_agg_oids: [],
        deleted_job_ids: ['nmdc:sys0k3v9m2x7q1zt58'],
      },
    },
  }),
  postActivities: defineRoute({
    method: 'POST',
    path: '/workflows/activities',
    tier: 'EXTRA',
    summary: 'Gone: says in words what has taken its place',
    auth: 'site',
    idempotency: 'passed-over',
    ok: { status: 410, schema: z.string() },
    refusals: [],
    example: { reply: GONE },
  }),
};

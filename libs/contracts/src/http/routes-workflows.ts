import { z } from 'zod';
import { idSchema } from '../replies';
import { trigger, triggerIn, triggerPatch, workflow, workflowIn, workflowPatch } from './jobs';
import { registryEntry } from './objects';
import { defineRoute } from './routes-contract';

const workflowParams = z.object({ workflow_id: idSchema });
const triggerParams = z.object({ trigger_id: idSchema });
const CREATED = '2021-09-09T00:00:00.000Z';

const testType = {
  id: 'test',
  created_at: CREATED,
  name: 'A test object type',
  description: 'For use in unit and integration tests',
};
const policy = {
  paused: false,
  priority: 0,
  lease_ms: null,
  max_attempts: 1,
  max_expiries: 3,
  retry_delay_ms: 10_000,
  longest_retry_delay_ms: 3_600_000,
  final_error_codes: [],
  max_running: null,
  only_sites: null,
};
/** The workflow of the examples. */
export const testWorkflow = {
  id: 'test',
  created_at: CREATED,
  name: 'A test workflow',
  description: 'For use in unit and integration tests',
  capability_ids: [],
  ...policy,
};
const idleWorkflow = { ...testWorkflow, id: 'idle' };
const testTrigger = {
  id: 'test--test',
  created_at: CREATED,
  object_type_id: 'test',
  workflow_id: 'test',
  paused: false,
};

const reads = { method: 'GET', tier: 'CORE', auth: 'anon' } as const;
const writes = { method: 'POST', tier: 'EXTRA', auth: 'runtime-admin' } as const;

/** Workflows, and the triggers that feed them (contract 2.3): plain arrays, in the order of registration. */
export const workflowRoutes = {
  listWorkflows: defineRoute({
    ...reads,
    path: '/workflows',
    summary: 'The registered workflows',
    ok: { status: 200, schema: z.array(workflow) },
    refusals: [],
    example: { reply: [testWorkflow, idleWorkflow] },
  }),
  getWorkflow: defineRoute({
    ...reads,
    path: '/workflows/{workflow_id}',
    summary: 'One workflow',
    params: workflowParams,
    ok: { status: 200, schema: workflow },
    refusals: ['not-found'],
    example: { params: { workflow_id: 'test' }, reply: testWorkflow },
  }),
  createWorkflow: defineRoute({
    ...writes,
    path: '/workflows',
    summary: 'Register a workflow',
    body: workflowIn,
    ok: { status: 201, schema: workflow },
    refusals: ['forbidden', 'already-exists'],
    example: {
      body: { id: 'count-colonies-1.0.0', name: 'Count colonies' },
      reply: {
        id: 'count-colonies-1.0.0',
        created_at: CREATED,
        name: 'Count colonies',
        description: null,
        capability_ids: [],
        ...policy,
      },
    },
  }),
  changeWorkflow: defineRoute({
    ...writes,
    method: 'PATCH',
    path: '/workflows/{workflow_id}',
    summary:
      'Change or pause a workflow; needs and priority count for jobs made from now on, the rest at once',
    params: workflowParams,
    body: workflowPatch,
    ok: { status: 200, schema: workflow },
    refusals: ['forbidden', 'not-found'],
    example: {
      params: { workflow_id: 'test' },
      body: { paused: true, max_attempts: 3 },
      reply: { ...testWorkflow, paused: true, max_attempts: 3 },
    },
  }),
  deleteWorkflow: defineRoute({
    ...writes,
    method: 'DELETE',
    path: '/workflows/{workflow_id}',
    summary: 'Take a workflow out of the registry, once no trigger and no open job names it',
    params: workflowParams,
    ok: { status: 204 },
    refusals: ['forbidden', 'not-found', 'workflow-in-use'],
    example: { params: { workflow_id: 'idle' } },
  }),
  objectTypesOfWorkflow: defineRoute({
    ...reads,
    path: '/workflows/{workflow_id}/object_types',
    summary: 'The types that feed a workflow, through triggers; none for an unknown workflow',
    params: workflowParams,
    ok: { status: 200, schema: z.array(registryEntry) },
    refusals: [],
    example: { params: { workflow_id: 'test' }, reply: [testType] },
  }),
  capabilitiesOfWorkflow: defineRoute({
    ...reads,
    path: '/workflows/{workflow_id}/capabilities',
    summary: 'What a site needs in order to claim jobs of a workflow',
    params: workflowParams,
    ok: { status: 200, schema: z.array(registryEntry) },
    refusals: ['not-found'],
    example: { params: { workflow_id: 'test' }, reply: [] },
  }),
  listTriggers: defineRoute({
    ...reads,
    path: '/triggers',
    summary: 'Which type feeds which workflow',
    ok: { status: 200, schema: z.array(trigger) },
    refusals: [],
    example: { reply: [testTrigger] },
  }),
  getTrigger: defineRoute({
    ...reads,
    path: '/triggers/{trigger_id}',
    summary: 'One trigger',
    params: triggerParams,
    ok: { status: 200, schema: trigger },
    refusals: ['not-found'],
    example: { params: { trigger_id: 'test--test' }, reply: testTrigger },
  }),
  createTrigger: defineRoute({
    ...writes,
    path: '/triggers',
    summary: 'Register a trigger, effective at once, also for objects that bear the type already',
    body: triggerIn,
    ok: { status: 201, schema: trigger },
    refusals: ['unknown-object-type', 'unknown-workflow', 'forbidden', 'already-exists'],
    example: { body: { object_type_id: 'test', workflow_id: 'test' }, reply: testTrigger },
  }),
  changeTrigger: defineRoute({
    ...writes,
    method: 'PATCH',
    path: '/triggers/{trigger_id}',
    summary: 'Pause a trigger, or let it go on: it then fires for what was tagged meanwhile',
    params: triggerParams,
    body: triggerPatch,
    ok: { status: 200, schema: trigger },
    refusals: ['forbidden', 'not-found'],
    example: {
      params: { trigger_id: 'test--test' },
      body: { paused: true },
      reply: { ...testTrigger, paused: true },
    },
  }),
  deleteTrigger: defineRoute({
    ...writes,
    method: 'DELETE',
    path: '/triggers/{trigger_id}',
    summary: 'Remove a trigger; what it fired stays fired',
    params: triggerParams,
    ok: { status: 204 },
    refusals: ['forbidden', 'not-found'],
    example: { params: { trigger_id: 'test--test' } },
  }),
};

import { z } from 'zod';
import { idSchema } from '../replies';
import { trigger, triggerIn, workflow, workflowIn } from './jobs';
import { registryEntry, registryEntryIn } from './objects';
import { defineRoute } from './routes-contract';

const objectTypeParams = z.object({ object_type_id: idSchema });
const workflowParams = z.object({ workflow_id: idSchema });
const CREATED = '2021-09-09T00:00:00.000Z';

const testType = {
  id: 'test',
  created_at: CREATED,
  name: 'A test object type',
  description: 'For use in unit and integration tests',
};
const testWorkflow = {
  id: 'test',
  created_at: CREATED,
  name: 'A test workflow',
  description: 'For use in unit and integration tests',
  capability_ids: [],
};
const testTrigger = { id: 'test--test', created_at: CREATED, object_type_id: 'test', workflow_id: 'test' };
const testCapability = {
  id: 'test',
  created_at: CREATED,
  name: 'A test workflow',
  description: 'For use in unit and integration tests',
};

const reads = { method: 'GET', tier: 'CORE', auth: 'anon' } as const;
const writes = { method: 'POST', tier: 'EXTRA', auth: 'runtime-admin' } as const;

/** What there is to react to and to run (contract 2.3): plain arrays, in the order of registration. */
export const registryRoutes = {
  listCapabilities: defineRoute({
    ...reads,
    path: '/capabilities',
    summary: 'What a site may be able to do',
    ok: { status: 200, schema: z.array(registryEntry) },
    refusals: [],
    example: { reply: [testCapability] },
  }),
  getCapability: defineRoute({
    ...reads,
    path: '/capabilities/{capability_id}',
    summary: 'One capability',
    params: z.object({ capability_id: idSchema }),
    ok: { status: 200, schema: registryEntry },
    refusals: ['not-found'],
    example: { params: { capability_id: 'test' }, reply: testCapability },
  }),
  listObjectTypes: defineRoute({
    ...reads,
    path: '/object_types',
    summary: 'The types that an object can be tagged with',
    ok: { status: 200, schema: z.array(registryEntry) },
    refusals: [],
    example: { reply: [testType] },
  }),
  getObjectType: defineRoute({
    ...reads,
    path: '/object_types/{object_type_id}',
    summary: 'One object type',
    params: objectTypeParams,
    ok: { status: 200, schema: registryEntry },
    refusals: ['not-found'],
    example: { params: { object_type_id: 'test' }, reply: testType },
  }),
  createObjectType: defineRoute({
    ...writes,
    path: '/object_types',
    summary: 'Register an object type',
    body: registryEntryIn,
    ok: { status: 201, schema: registryEntry },
    refusals: ['forbidden', 'already-exists'],
    example: {
      body: { id: 'plate-scan', name: 'Plate scan' },
      reply: { id: 'plate-scan', created_at: CREATED, name: 'Plate scan', description: null },
    },
  }),
  workflowsOfObjectType: defineRoute({
    ...reads,
    path: '/object_types/{object_type_id}/workflows',
    summary: 'The workflows that a type feeds, through triggers; none for an unknown type',
    params: objectTypeParams,
    ok: { status: 200, schema: z.array(workflow) },
    refusals: [],
    example: { params: { object_type_id: 'test' }, reply: [testWorkflow] },
  }),
  listWorkflows: defineRoute({
    ...reads,
    path: '/workflows',
    summary: 'The registered workflows',
    ok: { status: 200, schema: z.array(workflow) },
    refusals: [],
    example: { reply: [testWorkflow] },
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
      },
    },
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
    params: z.object({ trigger_id: idSchema }),
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
};

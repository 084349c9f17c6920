import { z } from 'zod';
import { idSchema } from '../replies';
import { workflow } from './jobs';
import { registryEntry, registryEntryIn } from './objects';
import { defineRoute } from './routes-contract';
import { testWorkflow } from './routes-workflows';

const objectTypeParams = z.object({ object_type_id: idSchema });
const CREATED = '2021-09-09T00:00:00.000Z';

const testType = {
  id: 'test',
  created_at: CREATED,
  name: 'A test object type',
  description: 'For use in unit and integration tests',
};
const testCapability = {
  id: 'test',
  created_at: CREATED,
  name: 'A test workflow',
  description: 'For use in unit and integration tests',
};

const reads = { method: 'GET', tier: 'CORE', auth: 'anon' } as const;
const writes = { method: 'POST', tier: 'EXTRA', auth: 'runtime-admin' } as const;

/** What there is to react to, and what sites are able to do (contract 2.3): plain arrays, in the order of registration. */
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
};

import { z } from 'zod';
import { idSchema } from '../replies';
import { collectionName, collectionStats, metadataDocument, schemaVersion, typecode } from './metadata';
import { defineRoute, listQuery, listReply } from './routes-contract';

const document = {
  id: 'nmdc:bsm-11-k3v9m258',
  type: 'nmdc:Biosample',
  name: 'mud of the first core',
  associated_studies: ['nmdc:sty-11-b7d1c512'],
};
const VERSION = {
  version: 1,
  title: 'Callboard metadata',
  digest: 'a'.repeat(64),
  collections: ['study_set', 'biosample_set'],
  installed_at: '2026-01-02T03:04:05.678Z',
  installed_by: 'user:ada',
  active: true,
};
const byId = z.object({ id: idSchema });

/** The schema, and what is kept by it (contract 2.8). */
export const schemaRoutes = {
  collectionNames: defineRoute({
    method: 'GET',
    path: '/nmdcschema/collection_names',
    tier: 'EXTRA',
    summary: 'Names of the collections of the active schema',
    auth: 'anon',
    ok: { status: 200, schema: z.array(z.string()) },
    refusals: [],
    example: { reply: VERSION.collections },
  }),
  schemaVersionText: defineRoute({
    method: 'GET',
    path: '/nmdcschema/version',
    tier: 'EXTRA',
    summary: 'The active version of the schema',
    auth: 'anon',
    ok: { status: 200, schema: z.string() },
    refusals: [],
    example: { reply: '1' },
  }),
  typecodes: defineRoute({
    method: 'GET',
    path: '/nmdcschema/typecodes',
    tier: 'EXTRA',
    summary: 'Classes whose ids can be minted, with their type codes',
    auth: 'anon',
    ok: { status: 200, schema: z.array(typecode) },
    refusals: [],
    example: {
      reply: [{ id: 'nmdc:Biosample_typecode', schema_class: 'nmdc:Biosample', name: 'bsm' }],
    },
  }),
  collectionStats: defineRoute({
    method: 'GET',
    path: '/nmdcschema/collection_stats',
    tier: 'EXTRA',
    summary: 'How many documents are in each collection that has any, as of a minute ago at most',
    auth: 'anon',
    ok: { status: 200, schema: z.array(collectionStats) },
    refusals: ['query-too-slow'],
    example: {
      reply: [
        {
          ns: 'nmdc.biosample_set',
          storageStats: { count: 2, size: 1400, avgObjSize: 700, scaleFactor: 1 },
        },
      ],
    },
  }),
  documentById: defineRoute({
    method: 'GET',
    path: '/nmdcschema/ids/{id}',
    tier: 'EXTRA',
    summary: 'A document by its id, in whichever collection it is',
    auth: 'anon',
    params: byId,
    ok: { status: 200, schema: metadataDocument },
    refusals: ['not-found'],
    example: { params: { id: document.id }, reply: document },
  }),
  collectionOfId: defineRoute({
    method: 'GET',
    path: '/nmdcschema/ids/{id}/collection-name',
    tier: 'EXTRA',
    summary: 'The collection in which a document is',
    auth: 'anon',
    params: byId,
    ok: { status: 200, schema: z.object({ collection_name: z.string() }) },
    refusals: ['not-found'],
    example: { params: { id: document.id }, reply: { collection_name: 'biosample_set' } },
  }),
  listCollection: defineRoute({
    method: 'GET',
    path: '/nmdcschema/{collection_name}',
    tier: 'WORKER',
    summary: 'Documents of a collection, page by page',
    auth: 'anon',
    params: z.object({ collection_name: collectionName }),
    query: listQuery,
    ok: { status: 200, schema: listReply(metadataDocument) },
    refusals: ['unknown-collection', 'bad-request'],
    example: { params: { collection_name: 'biosample_set' }, reply: { resources: [document] } },
  }),
  documentOfCollection: defineRoute({
    method: 'GET',
    path: '/nmdcschema/{collection_name}/{id}',
    tier: 'WORKER',
    summary: 'A document of a collection, or what is named of it',
    auth: 'anon',
    params: z.object({ collection_name: collectionName, id: idSchema }),
    query: z.object({ projection: z.string().optional().meta({ description: 'names between commas' }) }),
    ok: { status: 200, schema: metadataDocument },
    refusals: ['unknown-collection', 'not-found'],
    example: { params: { collection_name: 'biosample_set', id: document.id }, reply: document },
  }),
  listSchemas: defineRoute({
    method: 'GET',
    path: '/schemas',
    tier: 'EXTRA',
    summary: 'Versions of the schema, newest first',
    auth: 'anon',
    ok: { status: 200, schema: z.array(schemaVersion) },
    refusals: [],
    example: { reply: [VERSION] },
  }),
  installSchema: defineRoute({
    method: 'POST',
    path: '/schemas',
    tier: 'EXTRA',
    summary:
      'Install a JSON Schema of a Database of collections as a new version; it is compiled, and not active yet',
    auth: 'runtime-admin',
    body: z.record(z.string(), z.unknown()),
    ok: { status: 201, schema: schemaVersion },
    refusals: ['forbidden', 'invalid-schema', 'too-large'],
    example: {
      body: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'Callboard metadata',
        properties: { study_set: { type: 'array', items: { $ref: '#/$defs/Study' } } },
        $defs: { Study: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } },
      },
      reply: { ...VERSION, active: false },
    },
  }),
  activateSchema: defineRoute({
    method: 'POST',
    path: '/schemas/{version}:activate',
    tier: 'EXTRA',
    summary: 'Hold documents against this version of the schema from now on',
    auth: 'runtime-admin',
    params: z.object({ version: z.coerce.number().int().positive() }),
    ok: { status: 200, schema: schemaVersion },
    refusals: ['forbidden', 'not-found'],
    example: { params: { version: '1' }, reply: VERSION },
  }),
};

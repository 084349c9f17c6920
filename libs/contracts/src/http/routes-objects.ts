import { z } from 'zod';
import { AFTER_THE_END } from '../events/operations';
import { idSchema } from '../replies';
import {
  accessMethod,
  accessUrl,
  checksum,
  contentsObject,
  drsId,
  drsObjectIn,
  drsObjectPatch,
  registryEntry,
} from './objects';
import { defineRoute, listQuery, openListReply } from './routes-contract';

/** DrsObject (contract 1.1). FULL shows every field, SET only those that were sent. */
export const drsObject = z.object({
  id: z.string(),
  self_uri: z.string().describe('`drs://<external host>/<id>`'),
  checksums: z.array(checksum),
  created_time: z.iso.datetime(),
  size: z.int(),
  access_methods: z.array(accessMethod).nullish(),
  contents: z.array(contentsObject).nullish(),
  aliases: z.array(z.string()).nullish(),
  description: z.string().nullish(),
  mime_type: z.string().nullish(),
  name: z.string().nullish(),
  updated_time: z.iso.datetime().nullish(),
  version: z.string().nullish(),
});
export type DrsObject = z.infer<typeof drsObject>;

export const drsObjectWithTypes = drsObject.extend({ types: z.array(z.string()).nullish() });
export type DrsObjectWithTypes = z.infer<typeof drsObjectWithTypes>;

/** An object as it is stored (RAW): what was sent, its types, and the site that manages it. */
export const rawObject = drsObject.extend({ types: z.array(z.string()), _mgr_site: z.string() });
export type RawObject = z.infer<typeof rawObject>;

const objectParams = z.object({ object_id: idSchema });
/** These two check the form of the id (contract 2.4): an id with a colon is no DRS id. */
const drsParams = z.object({ object_id: drsId });

const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const objectIn = {
  name: 'reads.fastq',
  size: 4,
  created_time: '2026-01-02T03:04:05Z',
  checksums: [{ type: 'sha256', checksum: SHA256 }],
  access_methods: [{ type: 'https', access_url: { url: 'https://data.example.org/reads.fastq' } }],
};
const objectFull = {
  id: 'sys0k3v9m2x7q1zt58',
  self_uri: 'drs://callboard.example.org/sys0k3v9m2x7q1zt58',
  ...objectIn,
  created_time: '2026-01-02T03:04:05.000Z',
  access_methods: [
    {
      type: 'https',
      access_id: null,
      access_url: { url: 'https://data.example.org/reads.fastq', headers: null },
      region: null,
    },
  ],
  contents: null,
  aliases: null,
  description: null,
  mime_type: null,
  updated_time: null,
  version: null,
};
const testObject = { object_id: 'sys0k3v9m2x7q1zt58' };
const storedObject = { object_id: 'gfs0k3v9m2x7q1zt58' };

const FENCED = [...AFTER_THE_END, 'operation-superseded'] as const;

/** Objects in GA4GH DRS terms, and the bytes that are kept here (contract 2.4, 2.7). */
export const objectRoutes = {
  createObject: defineRoute({
    method: 'POST',
    path: '/objects',
    tier: 'CORE',
    summary: 'Register an object; your site becomes its manager',
    auth: 'site',
    body: drsObjectIn,
    ok: { status: 201, schema: drsObject },
    takesOperation: true,
    refusals: ['object-exists', 'already-exists', ...FENCED],
    example: { body: objectIn, reply: objectFull },
  }),
  listObjects: defineRoute({
    method: 'GET',
    path: '/objects',
    tier: 'CORE',
    summary: 'All objects as they are stored, page by page',
    auth: 'anon',
    query: listQuery,
    ok: { status: 200, schema: openListReply(rawObject) },
    refusals: ['bad-request'],
    example: {
      query: { max_page_size: '20' },
      reply: {
        resources: [
          {
            ...objectIn,
            created_time: objectFull.created_time,
            id: objectFull.id,
            self_uri: objectFull.self_uri,
            types: ['test'],
            _mgr_site: 'NERSC',
          },
        ],
        next_page_token: null,
      },
    },
  }),
  getObject: defineRoute({
    method: 'GET',
    path: '/objects/{object_id}',
    tier: 'CORE',
    summary: 'One object, with the fields that were sent',
    auth: 'anon',
    params: drsParams,
    ok: { status: 200, schema: drsObject },
    refusals: ['not-found'],
    example: {
      params: testObject,
      reply: {
        ...objectIn,
        created_time: objectFull.created_time,
        id: objectFull.id,
        self_uri: objectFull.self_uri,
      },
    },
  }),
  changeObject: defineRoute({
    method: 'PATCH',
    path: '/objects/{object_id}',
    tier: 'CORE',
    summary: 'Change fields of an object that your site manages; those left out stay',
    auth: 'own-site',
    params: drsParams,
    body: drsObjectPatch,
    ok: { status: 200, schema: drsObject },
    takesOperation: true,
    refusals: ['forbidden', 'not-found', 'object-exists', 'content-kept', 'too-large', ...FENCED],
    example: {
      params: testObject,
      body: { description: 'Reads of plate 7' },
      reply: { ...objectFull, description: 'Reads of plate 7' },
    },
  }),
  typesOfObject: defineRoute({
    method: 'GET',
    path: '/objects/{object_id}/types',
    tier: 'CORE',
    summary: 'The registered types that an object bears',
    auth: 'anon',
    params: objectParams,
    ok: { status: 200, schema: z.array(registryEntry) },
    refusals: ['not-found'],
    example: { params: testObject, reply: [] },
  }),
  tagObject: defineRoute({
    method: 'PUT',
    path: '/objects/{object_id}/types',
    tier: 'CORE',
    summary: 'Replace the types of an object; triggers act on those that are new',
    auth: 'object-manager',
    params: objectParams,
    body: z.array(idSchema).max(1000),
    ok: { status: 200, schema: drsObjectWithTypes },
    takesOperation: true,
    refusals: ['unknown-object-type', 'forbidden', 'not-found', ...FENCED],
    example: { params: testObject, body: ['test'], reply: { ...objectFull, types: ['test'] } },
  }),
  objectAccess: defineRoute({
    method: 'GET',
    path: '/objects/{object_id}/access/{access_id}',
    tier: 'CORE',
    summary: 'Where the bytes of an object are, for an access id of it',
    auth: 'anon',
    params: z.object({ object_id: idSchema, access_id: idSchema }),
    ok: { status: 200, schema: accessUrl },
    refusals: ['not-found', 'object-storage-missing'],
    example: {
      params: { ...storedObject, access_id: storedObject.object_id },
      reply: {
        headers: null,
        url: `https://callboard.example.org/metadata/stored_files/${storedObject.object_id}`,
      },
    },
  }),
  storedFile: defineRoute({
    method: 'GET',
    path: '/metadata/stored_files/{object_id}',
    tier: 'METADATA',
    summary: 'The bytes of an object that are kept here, in its own media type',
    auth: 'anon',
    params: objectParams,
    ok: { status: 200, mediaType: 'application/octet-stream' },
    refusals: ['not-found'],
    example: { params: storedObject },
  }),
};

import { z } from 'zod';
import { idSchema } from '../replies';
import {
  DRS_BASE,
  DRS_BULK,
  DRS_VERSION,
  drsAccessUrl,
  drsAuthorizations,
  drsBulk,
  drsBulkAccess,
  drsBulkAccessOrder,
  drsBulkAuthorizations,
  drsBulkOrder,
  drsDocument,
  drsOrder,
  drsPassports,
  drsServiceInfo,
} from './drs';
import { drsId } from './objects';
import { defineRoute } from './routes-contract';

const objectParams = z.object({ object_id: drsId });
const accessParams = z.object({ object_id: drsId, access_id: idSchema });
const expand = z.object({
  expand: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Whether the contents of bundles within a bundle are shown too'),
});

const id = 'sys0k3v9m2x7q1zt58';
const stored = 'gfs0k3v9m2x7q1zt58';
const host = 'callboard.example.org';
const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const object = {
  id,
  self_uri: `drs://${host}/${id}`,
  name: 'reads.fastq',
  size: 4,
  created_time: '2026-01-02T03:04:05.000Z',
  checksums: [{ type: 'sha256', checksum: SHA256 }],
  access_methods: [{ type: 'https' as const, access_url: { url: 'https://data.example.org/reads.fastq' } }],
};
const access = { url: `https://${host}/metadata/stored_files/${stored}` };
const none = { drs_object_id: id, supported_types: ['None' as const] };
const summary = { requested: 2, resolved: 1, unresolved: 1 };
const unresolved_drs_objects = [{ error_code: 404, object_ids: ['none'] }];
const bulkIds = { bulk_object_ids: [id, 'none'] };

/** What every route of DRS has in common: open to everybody, and repeated without harm. */
const OPEN = { tier: 'EXTRA', auth: 'anon', idempotency: 'passed-over' } as const;

/** GA4GH Data Repository Service 1.5 (ADR 23). */
export const drsRoutes = {
  drsServiceInfo: defineRoute({
    ...OPEN,
    method: 'GET',
    path: `${DRS_BASE}/service-info`,
    summary: 'What this service is, as GA4GH service-info 1.0 has it',
    ok: { status: 200, schema: drsServiceInfo },
    refusals: [],
    example: {
      reply: {
        id: 'org.example.callboard.drs',
        name: host,
        type: { group: 'org.ga4gh', artifact: 'drs', version: DRS_VERSION },
        description: 'Objects that jobs read and make.',
        organization: { name: host, url: `https://${host}` },
        documentationUrl: `https://${host}/docs`,
        version: '0.1.0',
        maxBulkRequestLength: DRS_BULK,
        drs: { maxBulkRequestLength: DRS_BULK },
      },
    },
  }),
  ga4ghObject: defineRoute({
    ...OPEN,
    method: 'GET',
    path: `${DRS_BASE}/objects/{object_id}`,
    tier: 'CORE',
    summary: 'One object, as DRS 1.5 tells it',
    params: objectParams,
    query: expand,
    ok: { status: 200, schema: drsDocument },
    refusals: ['not-found', 'too-large'],
    example: { params: { object_id: id }, reply: object },
  }),
  drsObject: defineRoute({
    ...OPEN,
    method: 'POST',
    path: `${DRS_BASE}/objects/{object_id}`,
    summary: 'One object, for clients that send passports',
    params: objectParams,
    body: drsOrder,
    ok: { status: 200, schema: drsDocument },
    refusals: ['not-found'],
    example: { params: { object_id: id }, body: { expand: false, passports: [] }, reply: object },
  }),
  drsObjectOptions: defineRoute({
    ...OPEN,
    method: 'OPTIONS',
    path: `${DRS_BASE}/objects/{object_id}`,
    summary: 'What an object asks of who reads it: nothing',
    params: objectParams,
    ok: { status: 200, schema: drsAuthorizations },
    refusals: ['not-found'],
    example: { params: { object_id: id }, reply: none },
  }),
  drsAccess: defineRoute({
    ...OPEN,
    method: 'GET',
    path: `${DRS_BASE}/objects/{object_id}/access/{access_id}`,
    summary: 'Where the bytes of an object are',
    params: accessParams,
    ok: { status: 200, schema: drsAccessUrl },
    refusals: ['not-found', 'object-storage-missing'],
    example: { params: { object_id: stored, access_id: stored }, reply: access },
  }),
  drsAccessOrder: defineRoute({
    ...OPEN,
    method: 'POST',
    path: `${DRS_BASE}/objects/{object_id}/access/{access_id}`,
    summary: 'Where the bytes of an object are, for clients that send passports',
    params: accessParams,
    body: drsPassports,
    ok: { status: 200, schema: drsAccessUrl },
    refusals: ['not-found', 'object-storage-missing'],
    example: { params: { object_id: stored, access_id: stored }, body: { passports: [] }, reply: access },
  }),
  drsObjects: defineRoute({
    ...OPEN,
    method: 'POST',
    path: `${DRS_BASE}/objects`,
    summary: `Up to ${DRS_BULK} objects; what is not to be had is told beside them`,
    query: expand,
    body: drsBulkOrder,
    ok: { status: 200, schema: drsBulk },
    refusals: [],
    example: { body: bulkIds, reply: { summary, unresolved_drs_objects, resolved_drs_object: [object] } },
  }),
  drsObjectsOptions: defineRoute({
    ...OPEN,
    method: 'OPTIONS',
    path: `${DRS_BASE}/objects`,
    summary: `What up to ${DRS_BULK} objects ask of who reads them: nothing`,
    body: drsBulkOrder,
    ok: { status: 200, schema: drsBulkAuthorizations },
    refusals: [],
    example: { body: bulkIds, reply: { summary, unresolved_drs_objects, resolved_drs_object: [none] } },
  }),
  drsAccesses: defineRoute({
    ...OPEN,
    method: 'POST',
    path: `${DRS_BASE}/objects/access`,
    summary: `Where the bytes of objects are, for up to ${DRS_BULK} access ids`,
    body: drsBulkAccessOrder,
    ok: { status: 200, schema: drsBulkAccess },
    refusals: [],
    example: {
      body: {
        bulk_object_access_ids: [
          { bulk_object_id: stored, bulk_access_ids: [stored] },
          { bulk_object_id: 'none', bulk_access_ids: ['none'] },
        ],
      },
      reply: {
        summary,
        unresolved_drs_objects,
        resolved_drs_object_access_urls: [{ drs_object_id: stored, drs_access_id: stored, ...access }],
      },
    },
  }),
};

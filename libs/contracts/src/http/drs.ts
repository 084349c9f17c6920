import { z } from 'zod';
import { idSchema } from '../replies';
import { ACCESS_TYPES, contentsObject } from './objects';

/** Where the paths of the GA4GH Data Repository Service stand. */
export const DRS_BASE = '/ga4gh/drs/v1';
export const DRS_VERSION = '1.5.0';
/** Most objects, or accesses of objects, of one bulk request. */
export const DRS_BULK = 200;
/** Most entries that the contents of bundles are expanded to in one reply, and how deep. */
export const DRS_EXPANSION = { entries: 1000, depth: 20 } as const;

/** Whether a path is one of that specification, which has a form of errors of its own. */
export const isDrsPath = (path: string): boolean => path === DRS_BASE || path.startsWith(`${DRS_BASE}/`);

/** Every failure of DRS. */
export const drsError = z.object({ msg: z.string(), status_code: z.int() });
export type DrsError = z.infer<typeof drsError>;

/** Headers stand in a list there, each as `Name: value`. */
export const drsAccessUrl = z.object({ url: z.string(), headers: z.array(z.string()).optional() });
export type DrsAccessUrl = z.infer<typeof drsAccessUrl>;

export const drsAuthorizations = z.object({
  drs_object_id: z.string().optional(),
  supported_types: z.array(z.enum(['None', 'BasicAuth', 'BearerAuth', 'PassportAuth'])),
});
export type DrsAuthorizations = z.infer<typeof drsAuthorizations>;

export const drsAccessMethod = z.object({
  type: z.enum(ACCESS_TYPES),
  access_url: drsAccessUrl.optional(),
  access_id: z.string().optional(),
  region: z.string().optional(),
  available: z.boolean().optional(),
  authorizations: drsAuthorizations.optional(),
});
export type DrsAccessMethod = z.infer<typeof drsAccessMethod>;

/** An object as DRS 1.5 tells it: what is absent is left out, never null. */
export const drsDocument = z.object({
  id: z.string(),
  self_uri: z.string().describe('`drs://<external host>/<id>`'),
  size: z.int(),
  created_time: z.iso.datetime(),
  checksums: z.array(z.object({ checksum: z.string(), type: z.string() })),
  name: z.string().optional(),
  updated_time: z.iso.datetime().optional(),
  version: z.string().optional(),
  mime_type: z.string().optional(),
  description: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  access_methods: z.array(drsAccessMethod).optional(),
  contents: z.array(contentsObject).optional(),
});
export type DrsDocument = z.infer<typeof drsDocument>;

/** GA4GH service-info 1.0, with what DRS adds. */
export const drsServiceInfo = z.object({
  id: z.string(),
  name: z.string(),
  type: z.object({ group: z.literal('org.ga4gh'), artifact: z.literal('drs'), version: z.string() }),
  description: z.string(),
  organization: z.object({ name: z.string(), url: z.url() }),
  documentationUrl: z.url(),
  version: z.string(),
  maxBulkRequestLength: z.int(),
  drs: z.object({ maxBulkRequestLength: z.int() }),
});
export type DrsServiceInfo = z.infer<typeof drsServiceInfo>;

/** Everything here is for everybody: passports are taken, as the specification has it, and not looked at. */
const passports = z.array(z.string()).nullish();
export const drsPassports = z.object({ passports }).default({});
export const drsOrder = z
  .object({ expand: z.boolean().default(false), passports })
  .default({ expand: false });
export const drsBulkOrder = z.object({ bulk_object_ids: z.array(idSchema).min(1), passports });
export const drsBulkAccessOrder = z.object({
  bulk_object_access_ids: z
    .array(z.object({ bulk_object_id: idSchema, bulk_access_ids: z.array(idSchema).min(1) }))
    .min(1),
  passports,
});
export type DrsBulkAccessOrder = z.infer<typeof drsBulkAccessOrder>;

const unresolved = z.array(z.object({ error_code: z.int(), object_ids: z.array(z.string()) }));
export type DrsUnresolved = z.infer<typeof unresolved>;
const bulk = {
  summary: z.object({ requested: z.int(), resolved: z.int(), unresolved: z.int() }),
  unresolved_drs_objects: unresolved,
};
export const drsBulk = z.object({ ...bulk, resolved_drs_object: z.array(drsDocument) });
export const drsBulkAuthorizations = z.object({ ...bulk, resolved_drs_object: z.array(drsAuthorizations) });
export const drsBulkAccess = z.object({
  ...bulk,
  resolved_drs_object_access_urls: z.array(
    drsAccessUrl.extend({ drs_object_id: z.string(), drs_access_id: z.string() }),
  ),
});

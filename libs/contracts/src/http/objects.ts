import { z } from 'zod';

/** GA4GH DRS shapes (contract 1.1). Unknown fields are dropped, never an error (contract 0). */
const absoluteUrl = z
  .string()
  .max(4096)
  .refine(isAbsoluteUrl, 'must be an absolute URL, such as https://host/path')
  .transform((url) => new URL(url).href)
  .meta({ type: 'string' });

export const accessUrl = z.object({
  url: absoluteUrl,
  headers: z.record(z.string(), z.string()).nullish(),
});

export const ACCESS_TYPES = ['s3', 'gs', 'ftp', 'gsiftp', 'globus', 'htsget', 'https', 'file'] as const;

export const accessMethod = z
  .object({
    access_id: z.string().min(1).nullish(),
    access_url: accessUrl.nullish(),
    region: z.string().nullish(),
    type: z.enum(ACCESS_TYPES).default('https'),
  })
  .refine((method) => method.access_id != null || method.access_url != null, {
    message: 'At least one of access_url and access_id must be provided',
  });

const CHECKSUM_TYPES =
  /blake2b|blake2s|md5|sha1|sha224|sha256|sha384|sha3_224|sha3_256|sha3_384|sha3_512|sha512|shake_128|shake_256/;

export const checksum = z.object({
  checksum: z.string().min(1).max(500),
  type: z.string().max(100).regex(CHECKSUM_TYPES, 'must name a known digest, such as sha256'),
});

/** The media type of bytes: `type/subtype`, without parameters. */
export const mimeType = z
  .string()
  .max(200)
  .regex(/^\w+\/[-+.\w]+$/, 'must look like type/subtype');

export const portableName = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9._-]+$/, 'may hold letters, digits, . _ and - only');
/** Local part of a DRS id: no colon (contract 0, "Ids"). */
export const drsId = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9._~-]+$/, 'may hold letters, digits, . _ ~ and - only');

export interface ContentsObject {
  name: string;
  id?: string | null | undefined;
  drs_uri?: string[] | null | undefined;
  contents?: ContentsObject[] | null | undefined;
}
export const contentsObject: z.ZodType<ContentsObject> = z
  .object({
    name: portableName,
    id: drsId.nullish(),
    drs_uri: z.array(absoluteUrl).nullish(),
    get contents() {
      return z.array(contentsObject).nullish();
    },
  })
  .refine((entry) => entry.contents != null || entry.id != null, {
    message: 'id is required when contents is absent',
  });

/** ISO date-time with or without zone, a bare date, or an epoch number in seconds; no zone means UTC (contract 0). */
export const dateTime = z
  .union([z.string().max(40), z.number()])
  .refine((value) => readDateTime(value) !== undefined, 'must be an ISO date-time, a date or an epoch number')
  .transform((value) => readDateTime(value) as string);

const drsFields = z.object({
  checksums: z.array(checksum).min(1).max(20),
  created_time: dateTime,
  size: z.int().nonnegative(),
  access_methods: z.array(accessMethod).max(100).nullish(),
  contents: z.array(contentsObject).nullish(),
  aliases: z.array(z.string()).nullish(),
  description: z.string().nullish(),
  mime_type: mimeType.nullish(),
  name: portableName.nullish(),
  updated_time: dateTime.nullish(),
  version: z.string().nullish(),
});

export const drsObjectIn = drsFields.refine(
  (object) => object.contents != null || object.access_methods != null,
  { message: 'one of contents and access_methods must be given' },
);
export type DrsObjectIn = z.infer<typeof drsObjectIn>;

/** A change of an object: any of its fields; what is left out stays (contract 2.4; partial bodies too, 9 D1). */
export const drsObjectPatch = drsFields.partial();
export type DrsObjectPatch = z.infer<typeof drsObjectPatch>;

/** A stored object as services exchange it. `types` and `manager` are left out or kept by the HTTP view. */
export const storedObject = z.object({
  id: z.string(),
  document: z
    .record(z.string(), z.unknown())
    .describe('The DrsObjectIn as it was sent (only the fields that were sent)'),
  types: z.array(z.string()),
  manager: z.string().describe('Site that registered the object and may change it (`_mgr_site`)'),
  version: z.int().positive(),
  created_at: z.iso.datetime(),
  stored: z
    .boolean()
    .describe('True when the bytes themselves are kept here and can be read as stored content'),
});
export type StoredObject = z.infer<typeof storedObject>;

/** ObjectType, Capability and the like (contract 1.2). */
export const registryEntry = z.object({
  id: z.string(),
  created_at: z.iso.datetime(),
  name: z.string().nullable(),
  description: z.string().nullable(),
});
export type RegistryEntry = z.infer<typeof registryEntry>;

export const registryEntryIn = z.object({
  id: z.string().min(1).max(200),
  name: z.string().max(1000).nullish(),
  description: z.string().max(10_000).nullish(),
});

function isAbsoluteUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && URL.canParse(text);
}

function readDateTime(value: string | number): string | undefined {
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(withZone(value.trim()));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function withZone(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${text}T00:00:00Z`;
  if (!/^\d{4}-\d{2}-\d{2}[T ]/.test(text)) return 'not a date';
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`;
}

import { z } from 'zod';

/** The object store: all of these are set, or none is. */
export const objectStoreSettings = z.object({
  /** Where the store is, for this process and for whoever puts and gets bytes: addresses are signed for this host. */
  OBJECT_STORE_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as https://s3.example.org' })
    .refine((url) => !/[?#@]/.test(url), 'must have neither a query nor a name in it')
    .optional(),
  OBJECT_STORE_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,50}$/, 'must be a region such as us-east-1')
    .optional(),
  OBJECT_STORE_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket: 3 to 63 of a-z, 0-9, . and -')
    .optional(),
  OBJECT_STORE_ACCESS_KEY_ID: z
    .string()
    .regex(/^[\x21-\x7e]{1,300}$/, 'must be visible ASCII characters')
    .optional(),
  OBJECT_STORE_SECRET_ACCESS_KEY: z.string().max(1000).optional(),
});
export type ObjectStoreSettings = z.infer<typeof objectStoreSettings>;

/** Their names, as they are told to whoever has to set them. */
export const OBJECT_STORE_SETTINGS = Object.keys(objectStoreSettings.shape) as (keyof ObjectStoreSettings)[];

/** What is missing once one of the settings is there. Faults hold names, never values. */
export function objectStoreFaults(
  given: ObjectStoreSettings,
): { code: 'custom'; path: string[]; message: string }[] {
  const missing = OBJECT_STORE_SETTINGS.filter((name) => given[name] === undefined);
  if (missing.length === OBJECT_STORE_SETTINGS.length) return [];
  return missing.map((name) => ({ code: 'custom', path: [name], message: 'must be set with the others' }));
}

import { z } from 'zod';
import { dateTime } from './objects';

export const siteIn = z.object({
  id: z.string().min(1).max(200),
  capability_ids: z.array(z.string().min(1).max(200)).max(1000).default([]),
});

export const site = z.object({ id: z.string(), capability_ids: z.array(z.string()) });
export type Site = z.infer<typeof site>;

/** Shown once, at creation (contract 1.2). */
export const credentials = z.object({ client_id: z.string(), client_secret: z.string() });
export type Credentials = z.infer<typeof credentials>;

/** How long new credentials hold: until a time, or for a number of days; neither means until they are revoked. */
export const credentialsOrder = z
  .object({ expires_at: dateTime.nullish(), days: z.int().min(1).max(3650).nullish() })
  .refine(({ expires_at, days }) => expires_at == null || days == null, {
    message: 'send expires_at or days, not both',
  });
export type CredentialsOrder = z.infer<typeof credentialsOrder>;

/** Credentials as those who administer the site see them later: never the secret, never its hash. */
export const siteCredentials = z.object({
  client_id: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable().describe('Null while they hold until they are revoked'),
});
export type SiteCredentials = z.infer<typeof siteCredentials>;

/** Site client patch (contract 1.2): the one body in which unknown fields are refused (contract 0). */
export const siteClientPatch = z.strictObject({ secret: z.string().min(8).max(1000).nullish() });

/** All that a site is able to do from then on; ids of the registry (contract 2.3). */
export const capabilitiesGrant = z.array(z.string().min(1).max(200)).max(1000);

export const user = z.object({
  username: z.string(),
  email: z.string().nullable(),
  full_name: z.string().nullable(),
  site_admin: z.array(z.string()),
  disabled: z.boolean(),
});
export type User = z.infer<typeof user>;

export const userIn = z.object({
  username: z.string().min(1).max(200),
  password: z.string().min(8).max(1000),
  email: z.string().max(500).nullish(),
  full_name: z.string().max(500).nullish(),
  site_admin: z.array(z.string()).max(1000).default([]),
  disabled: z.boolean().default(false),
});

/** PUT /users (contract 2.1): all that a user is from then on. Without a password, or with an empty one, it stays (D36). */
export const userReplacement = userIn.extend({
  password: z
    .string()
    .max(1000)
    .refine((text) => text === '' || text.length >= 8, 'must have at least 8 characters, or none to stay')
    .nullish(),
});
export type UserReplacement = z.infer<typeof userReplacement>;

/** `expires` is a duration object whose keys clients pass on as keyword arguments (contract 1.2). */
export const tokenReply = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires: z.object({ days: z.int(), hours: z.int(), minutes: z.int() }),
});
export type TokenReply = z.infer<typeof tokenReply>;

/** Most characters of an ID token of ORCID; theirs have some seven hundred. */
export const ORCID_TOKEN_CHARACTERS = 8192;

/** Whether a text has the form of a JSON Web Token (RFC 7519), whose header is a JSON object; it is checked where it is taken. */
export function isJwt(text: string): boolean {
  return /^ey[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

import { z } from 'zod';
import { defineRequest } from '../envelope';
import { registryEntry } from '../http/objects';
import { credentials, site, siteIn, tokenReply, user, userIn } from '../http/sites';
import { BATCH_LIMIT, batchReply, idSchema } from '../replies';

/** Exchanges a name and secret for an access token of one day. Refusal: `wrong-credentials`. */
export const issueToken = defineRequest('sites', 'issue-token', {
  input: z.discriminatedUnion('grant', [
    z.object({ grant: z.literal('password'), username: z.string().max(300), password: z.string().max(1000) }),
    z.object({
      grant: z.literal('client_credentials'),
      client_id: z.string().max(300),
      client_secret: z.string().max(1000),
    }),
  ]),
  output: tokenReply,
});

/** Public keys by which anybody verifies access tokens offline, as a JWK set. */
export const listTokenKeys = defineRequest('sites', 'list-token-keys', {
  input: z.object({}),
  output: z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) }),
});

export const getUsers = defineRequest('sites', 'get-users', {
  input: z.object({ usernames: z.array(z.string().min(1).max(300)).min(1).max(BATCH_LIMIT) }),
  output: batchReply(user),
});

/** Only users who administer `nmdc-runtime-useradmin`. Refusals: `forbidden`, `already-exists`. */
export const createUser = defineRequest('sites', 'create-user', { input: userIn, output: user });

/** Creates a site; the calling user administers it. Refusals: `forbidden` (a site asks), `already-exists`. */
export const createSite = defineRequest('sites', 'create-site', { input: siteIn, output: site });

/** One page of sites by ascending id. */
export const listSites = defineRequest('sites', 'list-sites', {
  input: z.object({ after: idSchema.optional(), limit: z.int().min(1).max(BATCH_LIMIT) }),
  output: z.object({ sites: z.array(site), more: z.boolean() }),
});

export const getSites = defineRequest('sites', 'get-sites', {
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(site),
});

/** Adds a client to a site, for a user who administers it. Refusals: `not-found`, `forbidden`. */
export const generateCredentials = defineRequest('sites', 'generate-credentials', {
  input: z.object({ site_id: idSchema }),
  output: credentials,
});

export const listCapabilities = defineRequest('sites', 'list-capabilities', {
  input: z.object({}),
  output: z.object({ capabilities: z.array(registryEntry) }),
});

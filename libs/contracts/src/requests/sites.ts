import { z } from 'zod';
import { defineRequest } from '../envelope';
import { registryEntry } from '../http/objects';
import { revocation } from '../events/sites';
import {
  capabilitiesGrant,
  credentials,
  credentialsOrder,
  site,
  siteClientPatch,
  siteCredentials,
  siteIn,
  tokenReply,
  user,
  userIn,
} from '../http/sites';
import { BATCH_LIMIT, batchReply, idSchema, listInput } from '../replies';

/** From where somebody logs in, as the gateway saw it: an IP address. Failed logins are counted by it. */
const from = { client_address: z.string().max(100).optional() };

/**
 * Exchanges a name and secret for an access token of one day. Refusals: `wrong-credentials`; `too-many-requests` after
 * many of those from one address, whose details tell when to try again: `{retry_after_s}`, in whole seconds.
 */
export const issueToken = defineRequest('sites', 'issue-token', {
  input: z.discriminatedUnion('grant', [
    z.object({
      grant: z.literal('password'),
      username: z.string().max(300),
      password: z.string().max(1000),
      ...from,
    }),
    z.object({
      grant: z.literal('client_credentials'),
      client_id: z.string().max(300),
      client_secret: z.string().max(1000),
      ...from,
    }),
  ]),
  output: tokenReply,
});

/**
 * Public keys by which anybody verifies access tokens offline, as a JWK set, and one page of the live revocations, by
 * ascending subject. `revoked_after` is the last subject of the page before.
 */
export const listTokenKeys = defineRequest('sites', 'list-token-keys', {
  input: z.object({ revoked_after: z.string().max(400).optional() }),
  output: z.object({
    keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })),
    revocations: z.array(revocation).optional(),
    more_revocations: z.boolean().optional(),
  }),
});

export const getUsers = defineRequest('sites', 'get-users', {
  input: z.object({ usernames: z.array(z.string().min(1).max(300)).min(1).max(BATCH_LIMIT) }),
  output: batchReply(user),
});

/** Only users who administer `nmdc-runtime-useradmin`. Refusals: `forbidden`, `already-exists`. */
export const createUser = defineRequest('sites', 'create-user', { input: userIn, output: user });

/** Creates a site; the calling user administers it. Refusals: `forbidden` (a site asks), `already-exists`. */
export const createSite = defineRequest('sites', 'create-site', { input: siteIn, output: site });

/** A page of sites. Their clients can be neither seen nor filtered (contract D14). */
export const listSites = defineRequest('sites', 'list-sites', {
  input: listInput,
  output: z.object({ sites: z.array(site), more: z.boolean() }),
});

export const getSites = defineRequest('sites', 'get-sites', {
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(site),
});

/**
 * Says what a site is able to do, in place of what was granted before, for a user admin. Refusals: `forbidden`, `not-found`, `invalid-input` (a capability that is not
 * registered).
 */
export const grantCapabilities = defineRequest('sites', 'grant-capabilities', {
  input: z.object({ site_id: idSchema, capability_ids: capabilitiesGrant }),
  output: site,
});

/**
 * Adds a client to a site, for a user who administers it. Refusals: `not-found`, `forbidden`, `invalid-input` (an end
 * that has passed).
 */
export const generateCredentials = defineRequest('sites', 'generate-credentials', {
  input: z.object({ site_id: idSchema, lifetime: credentialsOrder.optional() }),
  output: credentials,
});

/** The clients of a site, oldest first, for a user who administers it. Refusals: `not-found`, `forbidden`. */
export const listCredentials = defineRequest('sites', 'list-credentials', {
  input: z.object({ site_id: idSchema }),
  output: z.object({ credentials: z.array(siteCredentials) }),
});

/**
 * Takes a client away from its site, for a user who administers the site: it gets no new tokens, and those it has stop
 * working within two seconds. Refusals: `not-found`, `forbidden`, `bad-request` (the client of the settings).
 */
export const revokeCredentials = defineRequest('sites', 'revoke-credentials', {
  input: z.object({ site_id: idSchema, client_id: idSchema }),
  output: z.object({}),
});

/**
 * Replaces the secret of a site client, for who has the allowance `/admin/site_clients`; tokens given out before go on.
 * Without a secret nothing changes. Refusals: `forbidden`, `not-found`.
 */
export const changeSiteClient = defineRequest('sites', 'change-site-client', {
  input: z.object({ client_id: idSchema, secret: siteClientPatch.shape.secret }),
  output: z.object({ changed: z.boolean() }),
});

/** Whether a user, or a site client by its id, has an allowance for an action (contract 2.9). */
export const checkAllowance = defineRequest('sites', 'check-allowance', {
  input: z.object({ username: z.string().min(1).max(300), action: z.string().min(1).max(200) }),
  output: z.object({ allowed: z.boolean() }),
});

export const listCapabilities = defineRequest('sites', 'list-capabilities', {
  input: z.object({}),
  output: z.object({ capabilities: z.array(registryEntry) }),
});

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

export const clientAddress = {
  client_address: z
    .string()
    .max(100)
    .optional()
    .describe(
      'IP address from which somebody logs in, as the gateway saw it; failed logins are counted by it',
    ),
};

export const issueToken = defineRequest('sites', 'issue-token', {
  about:
    'Exchanges a name and secret for an access token of one day. After many failures from one address ' +
    'it is `too-many-requests`, whose details tell when to try again: `{retry_after_s}`, in whole ' +
    'seconds.',
  refusals: ['wrong-credentials', 'too-many-requests'],
  input: z.discriminatedUnion('grant', [
    z.object({
      grant: z.literal('password'),
      username: z.string().max(300),
      password: z.string().max(1000),
      ...clientAddress,
    }),
    z.object({
      grant: z.literal('client_credentials'),
      client_id: z.string().max(300),
      client_secret: z.string().max(1000),
      ...clientAddress,
    }),
  ]),
  output: tokenReply,
});

export const listTokenKeys = defineRequest('sites', 'list-token-keys', {
  about:
    'Public keys by which anybody verifies access tokens offline, as a JWK set, and one page of the ' +
    'live revocations, by ascending subject.',
  input: z.object({
    revoked_after: z.string().max(400).optional().describe('The last subject of the page before'),
  }),
  output: z.object({
    keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })),
    revocations: z.array(revocation).optional(),
    more_revocations: z.boolean().optional(),
  }),
});

export const getUsers = defineRequest('sites', 'get-users', {
  about: 'Users by name, in the order asked.',
  refusals: ['not-found'],
  input: z.object({ usernames: z.array(z.string().min(1).max(300)).min(1).max(BATCH_LIMIT) }),
  output: batchReply(user),
});

export const createUser = defineRequest('sites', 'create-user', {
  idempotency: 'by-key-holding-secret',
  about: 'Creates a user, for those who administer `nmdc-runtime-useradmin`.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'already-exists'],
  input: userIn,
  output: user,
});

export const createSite = defineRequest('sites', 'create-site', {
  idempotency: 'by-key',
  about: 'Creates a site; the calling user administers it.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'already-exists'],
  input: siteIn,
  output: site,
});

export const listSites = defineRequest('sites', 'list-sites', {
  about: 'A page of sites. Their clients can be neither seen nor filtered.',
  refusals: ['query-too-slow'],
  input: listInput,
  output: z.object({ sites: z.array(site), more: z.boolean() }),
});

export const getSites = defineRequest('sites', 'get-sites', {
  about: 'Sites by id, in the order asked.',
  refusals: ['not-found'],
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(site),
});

export const grantCapabilities = defineRequest('sites', 'grant-capabilities', {
  idempotency: 'by-key',
  about: 'Says what a site is able to do, in place of what was granted before, for a user admin.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'not-found'],
  input: z.object({ site_id: idSchema, capability_ids: capabilitiesGrant }),
  output: site,
});

export const generateCredentials = defineRequest('sites', 'generate-credentials', {
  about: 'Adds a client to a site, for a user who administers it. An end that has passed is `invalid-input`.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'not-found'],
  input: z.object({ site_id: idSchema, lifetime: credentialsOrder.optional() }),
  output: credentials,
});

export const listCredentials = defineRequest('sites', 'list-credentials', {
  about: 'The clients of a site, oldest first, for a user who administers it.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'not-found'],
  input: z.object({ site_id: idSchema }),
  output: z.object({ credentials: z.array(siteCredentials) }),
});

export const revokeCredentials = defineRequest('sites', 'revoke-credentials', {
  about:
    'Takes a client away from its site, for a user who administers the site: it gets no new tokens, and ' +
    'those it has stop working within two seconds. The client of the settings is refused as ' +
    '`bad-request`.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'not-found'],
  input: z.object({ site_id: idSchema, client_id: idSchema }),
  output: z.object({}),
});

export const changeSiteClient = defineRequest('sites', 'change-site-client', {
  about:
    'Replaces the secret of a site client, for who has the allowance `/admin/site_clients`; tokens ' +
    'given out before go on. Without a secret nothing changes.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'not-found'],
  input: z.object({ client_id: idSchema, secret: siteClientPatch.shape.secret }),
  output: z.object({ changed: z.boolean() }),
});

export const checkAllowance = defineRequest('sites', 'check-allowance', {
  about: 'Whether a user, or a site client by its id, has an allowance for an action.',
  input: z.object({ username: z.string().min(1).max(300), action: z.string().min(1).max(200) }),
  output: z.object({ allowed: z.boolean() }),
});

export const listCapabilities = defineRequest('sites', 'list-capabilities', {
  about: 'What a site may be able to do, in the order of registration.',
  input: z.object({}),
  output: z.object({ capabilities: z.array(registryEntry) }),
});

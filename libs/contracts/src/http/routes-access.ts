import { z } from 'zod';
import { USER_ADMIN_SITE } from './rights';
import { idSchema } from '../replies';
import { defineRoute, listQuery, listReply } from './routes-contract';
import { capabilitiesGrant, isJwt, ORCID_TOKEN_CHARACTERS, site, siteIn, tokenReply, userIn } from './sites';

/** Token form (contract 1.2). All fields are optional; an empty one counts as absent. */
export const tokenForm = z.object({
  grant_type: z.enum(['password', 'client_credentials']).optional(),
  username: z.string().max(300).optional(),
  password: z.string().max(1000).optional(),
  scope: z.string().optional(),
  client_id: z
    .string()
    .max(ORCID_TOKEN_CHARACTERS)
    .refine((text) => text.length <= 300 || isJwt(text), 'must have at most 300 characters')
    .describe('Or, without a client_secret, an ID token of ORCID')
    .optional(),
  client_secret: z.string().max(1000).optional(),
});
export type TokenForm = z.infer<typeof tokenForm>;

/** User (contract 1.2): SET leaves out what is not stored, FULL shows every field. */
export const userReply = z.object({
  username: z.string(),
  email: z.string().nullish(),
  full_name: z.string().nullish(),
  site_admin: z.array(z.string()).optional(),
  disabled: z.boolean().optional(),
});
export type UserReply = z.infer<typeof userReply>;

/** SiteInDB (contract 1.2). A new site has no clients. */
export const siteCreated = site.extend({ clients: z.array(z.unknown()) });
export type SiteCreated = z.infer<typeof siteCreated>;

const siteParams = z.object({ site_id: idSchema });

/** Tokens, users and sites (contract 2.1, 2.2). */
export const accessRoutes = {
  token: defineRoute({
    method: 'POST',
    path: '/token',
    tier: 'CORE',
    summary: 'Exchange a name and a secret for an access token of one day',
    auth: 'anon',
    body: tokenForm,
    form: true,
    idempotency: 'passed-over',
    ok: { status: 200, schema: tokenReply },
    refusals: ['bad-request', 'wrong-credentials', 'too-many-requests'],
    example: {
      body: { grant_type: 'password', username: 'ada', password: 'correct-horse' },
      reply: {
        access_token: 'eyJhbGciOi...',
        token_type: 'bearer',
        expires: { days: 1, hours: 0, minutes: 0 },
      },
    },
  }),
  me: defineRoute({
    method: 'GET',
    path: '/users/me',
    tier: 'CORE',
    summary: 'The user of the token; a site client is shown as a user with the client id as its name',
    auth: 'any',
    ok: { status: 200, schema: userReply },
    refusals: ['bad-request'],
    example: {
      reply: { username: 'ada', site_admin: ['nmdc-runtime', USER_ADMIN_SITE], disabled: false },
    },
  }),
  createUser: defineRoute({
    method: 'POST',
    path: '/users',
    tier: 'CORE',
    summary: 'Create a user; for users who administer the site nmdc-runtime-useradmin',
    auth: 'user-admin',
    body: userIn,
    ok: { status: 201, schema: userReply },
    refusals: ['bad-request', 'forbidden', 'already-exists'],
    example: {
      body: { username: 'grace', password: 'correct-horse-battery', email: 'grace@example.org' },
      reply: {
        username: 'grace',
        email: 'grace@example.org',
        full_name: null,
        site_admin: [],
        disabled: false,
      },
    },
  }),
  createSite: defineRoute({
    method: 'POST',
    path: '/sites',
    tier: 'CORE',
    summary: 'Create a site; the caller becomes its administrator',
    auth: 'user',
    body: siteIn,
    ok: { status: 201, schema: siteCreated },
    refusals: ['bad-request', 'forbidden', 'already-exists'],
    example: {
      body: { id: 'field-station' },
      reply: { id: 'field-station', capability_ids: [], clients: [] },
    },
  }),
  listSites: defineRoute({
    method: 'GET',
    path: '/sites',
    tier: 'CORE',
    summary: 'All sites, page by page',
    auth: 'anon',
    query: listQuery,
    ok: { status: 200, schema: listReply(site) },
    refusals: ['bad-request'],
    example: {
      query: { max_page_size: '1' },
      reply: { resources: [{ id: 'NERSC', capability_ids: [] }], next_page_token: 'eyJjIjoi...' },
    },
  }),
  getSite: defineRoute({
    method: 'GET',
    path: '/sites/{site_id}',
    tier: 'CORE',
    summary: 'One site',
    auth: 'anon',
    params: siteParams,
    ok: { status: 200, schema: site },
    refusals: ['not-found'],
    example: { params: { site_id: 'NERSC' }, reply: { id: 'NERSC', capability_ids: [] } },
  }),
  grantCapabilities: defineRoute({
    method: 'PUT',
    path: '/sites/{site_id}/capabilities',
    tier: 'EXTRA',
    summary: 'Say what a site is able to do, all of it; a site that names capabilities only asks for them',
    auth: 'user-admin',
    params: siteParams,
    body: capabilitiesGrant,
    ok: { status: 200, schema: site },
    refusals: ['bad-request', 'forbidden', 'not-found'],
    example: {
      params: { site_id: 'NERSC' },
      body: ['test'],
      reply: { id: 'NERSC', capability_ids: ['test'] },
    },
  }),
};

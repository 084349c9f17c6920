import { z } from 'zod';
import { idSchema } from '../replies';
import { defineRoute } from './routes-contract';
import { credentials, credentialsOrder, siteClientPatch, siteCredentials } from './sites';

const siteParams = z.object({ site_id: idSchema });
const clientParams = z.object({ client_id: idSchema });

/** The public keys of access tokens (RFC 7517). */
export const jwks = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })) });
export type Jwks = z.infer<typeof jwks>;

export const credentialsReply = z.object({ credentials: z.array(siteCredentials) });
export type CredentialsReply = z.infer<typeof credentialsReply>;

const NERSC = { site_id: 'NERSC' };

/** What sites log in with (contract 2.2, D23), and the keys by which anybody verifies their tokens. */
export const credentialsRoutes = {
  generateCredentials: defineRoute({
    method: 'POST',
    path: '/sites/{site_id}:generateCredentials',
    tier: 'CORE',
    summary: 'Add a client to a site that you administer; its secret is shown this once',
    idempotency: 'refused',
    auth: 'site-administrator',
    params: siteParams,
    body: credentialsOrder.optional(),
    ok: { status: 200, schema: credentials },
    refusals: ['bad-request', 'forbidden', 'not-found'],
    example: {
      params: NERSC,
      body: { days: 365 },
      reply: { client_id: 'sys0k3v9m2x7q1zt58', client_secret: 'shown-once' },
    },
  }),
  listCredentials: defineRoute({
    method: 'GET',
    path: '/sites/{site_id}/credentials',
    tier: 'EXTRA',
    summary: 'The clients of a site that you administer, oldest first, without their secrets',
    auth: 'site-administrator',
    params: siteParams,
    ok: { status: 200, schema: credentialsReply },
    refusals: ['forbidden', 'not-found'],
    example: {
      params: NERSC,
      reply: {
        credentials: [
          { client_id: 'sys0k3v9m2x7q1zt58', created_at: '2026-01-02T03:04:05.678Z', expires_at: null },
        ],
      },
    },
  }),
  revokeCredentials: defineRoute({
    method: 'DELETE',
    path: '/sites/{site_id}/credentials/{client_id}',
    tier: 'EXTRA',
    summary: 'Take a client from a site that you administer; its tokens stop working within two seconds',
    auth: 'site-administrator',
    params: siteParams.extend(clientParams.shape),
    ok: { status: 204 },
    refusals: ['bad-request', 'forbidden', 'not-found'],
    example: { params: { ...NERSC, client_id: 'sys0k3v9m2x7q1zt58' } },
  }),
  changeSiteClient: defineRoute({
    method: 'PATCH',
    path: '/admin/site_clients/{client_id}',
    tier: 'CORE',
    summary: 'Replace the secret of a site client',
    idempotency: 'passed-over',
    auth: 'allow:/admin/site_clients',
    params: clientParams,
    body: siteClientPatch,
    ok: { status: 200, mediaType: 'text/plain' },
    otherwise: { status: 204, when: 'No secret was sent, and nothing changed.' },
    refusals: ['forbidden', 'not-found'],
    example: { params: { client_id: 'sys0k3v9m2x7q1zt58' }, body: { secret: 'another-long-secret' } },
  }),
  jwks: defineRoute({
    method: 'GET',
    path: '/.well-known/jwks.json',
    tier: 'EXTRA',
    summary: 'The public keys by which access tokens are verified',
    auth: 'anon',
    ok: { status: 200, schema: jwks },
    refusals: [],
    example: {
      reply: {
        keys: [{ kid: 'k1', kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
      },
    },
  }),
};

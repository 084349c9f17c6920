import { z } from 'zod';
import { defineRoute } from './routes-contract';

export const healthReply = z.object({ web_server: z.boolean(), database: z.boolean() });
export type HealthReply = z.infer<typeof healthReply>;

export const versionReply = z.object({
  'nmdc-runtime': z.string(),
  fastapi: z.string(),
  'nmdc-schema': z.string(),
});
export type VersionReply = z.infer<typeof versionReply>;

/** The runtime itself (contract 2.9). */
export const systemRoutes = {
  health: defineRoute({
    method: 'GET',
    path: '/health',
    tier: 'CORE',
    summary: 'Whether the runtime answers, and the services with their databases behind it; 503 when not',
    auth: 'anon',
    ok: { status: 200, schema: healthReply },
    refusals: [],
    example: { reply: { web_server: true, database: true } },
  }),
  version: defineRoute({
    method: 'GET',
    path: '/version',
    tier: 'CORE',
    summary: 'Versions; the names of the fields are those that clients know',
    auth: 'anon',
    ok: { status: 200, schema: versionReply },
    refusals: [],
    example: {
      reply: { 'nmdc-runtime': 'callboard 0.1.0', fastapi: 'not used', 'nmdc-schema': '11.21.0' },
    },
  }),
  root: defineRoute({
    method: 'GET',
    path: '/',
    tier: 'CORE',
    summary: 'Leads to the documentation',
    auth: 'anon',
    ok: { status: 303 },
    refusals: [],
    example: {},
  }),
};

import { z } from 'zod';

export const siteIn = z.object({
  id: z.string().min(1).max(200),
  capability_ids: z.array(z.string().min(1).max(200)).max(1000).default([]),
});

export const site = z.object({ id: z.string(), capability_ids: z.array(z.string()) });
export type Site = z.infer<typeof site>;

/** Shown once, at creation (contract 1.2). */
export const credentials = z.object({ client_id: z.string(), client_secret: z.string() });
export type Credentials = z.infer<typeof credentials>;

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

/** `expires` is a duration object whose keys clients pass on as keyword arguments (contract 1.2). */
export const tokenReply = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires: z.object({ days: z.int(), hours: z.int(), minutes: z.int() }),
});
export type TokenReply = z.infer<typeof tokenReply>;

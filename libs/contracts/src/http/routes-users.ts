import { z } from 'zod';
import { USER_ADMIN_SITE } from './rights';
import { userReply } from './routes-access';
import { defineRoute } from './routes-contract';
import { userReplacement } from './sites';

const GRACE = { username: 'grace', email: 'grace@example.org', full_name: null };

/** Users, for those who look after them (contract 2.1). */
export const userRoutes = {
  replaceUser: defineRoute({
    method: 'PUT',
    path: '/users',
    tier: 'EXTRA',
    summary:
      'Say all that a user is: what is not sent is reset, but the password stays unless another one is sent. For user admins',
    auth: 'user-admin',
    body: userReplacement,
    ok: { status: 200, schema: userReply },
    refusals: ['bad-request', 'forbidden', 'not-found'],
    example: {
      body: { username: 'grace', email: 'grace@example.org', disabled: true },
      reply: { ...GRACE, site_admin: [], disabled: true },
    },
  }),
  listUsers: defineRoute({
    method: 'GET',
    path: '/admin/users',
    tier: 'EXTRA',
    summary: 'All users by name, for user admins',
    auth: 'user-admin',
    ok: { status: 200, schema: z.array(userReply) },
    refusals: ['bad-request', 'forbidden'],
    example: {
      reply: [
        {
          username: 'ada',
          email: null,
          full_name: null,
          site_admin: ['nmdc-runtime', USER_ADMIN_SITE],
          disabled: false,
        },
        { ...GRACE, site_admin: [], disabled: false },
      ],
    },
  }),
};

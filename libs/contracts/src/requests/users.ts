import { z } from 'zod';
import { defineRequest } from '../envelope';
import { user, userReplacement } from '../http/sites';
import { BATCH_LIMIT } from '../replies';

export const replaceUser = defineRequest('sites', 'replace-user', {
  idempotency: 'by-key-holding-secret',
  about:
    'Says all that a user is, for a user admin: what is not named is reset, except for the password. A user who was ' +
    'disabled gets no token, and is refused with the one that is held. What leaves no user admin is `bad-request`.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'not-found'],
  input: userReplacement,
  output: user,
});

export const listUsers = defineRequest('sites', 'list-users', {
  about: 'A page of users by ascending name, for a user admin; never their passwords, not even hashed.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden'],
  input: z.object({
    after: z.string().max(300).optional().describe('The last username of the page before'),
    limit: z.int().min(1).max(BATCH_LIMIT),
  }),
  output: z.object({ users: z.array(user), more: z.boolean() }),
});

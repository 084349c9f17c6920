import { z } from 'zod';
import { defineEvent } from '../envelope';

/**
 * All access tokens of a subject (`sub` of a token, such as `client:sys0…`) are refused from now on. A client id is
 * never given out again, so a revocation is never taken back.
 */
export const revocation = z.object({
  subject: z.string(),
  until: z
    .int()
    .positive()
    .describe(
      'When the last of those tokens has expired by itself, in seconds since 1970: the revocation may be forgotten then',
    ),
});
export type Revocation = z.infer<typeof revocation>;

export const tokensRevoked = defineEvent(
  'sites',
  'tokens-revoked',
  z
    .object({ items: z.array(revocation.extend({ traceparent: z.string().optional() })) })
    .describe(
      'Access tokens were revoked. Every process that verifies tokens hears it, by a plain subscription.',
    ),
);

export const sitesChanged = defineEvent(
  'sites',
  'sites-changed',
  z
    .object({
      items: z.array(
        z.object({
          id: z.string(),
          version: z.int().positive(),
          capability_ids: z.array(z.string()),
          traceparent: z.string().optional(),
        }),
      ),
    })
    .describe(
      'Sites were created, or what they are able to do changed. `jobs` keeps a copy to decide claims.',
    ),
);

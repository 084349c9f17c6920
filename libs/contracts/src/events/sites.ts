import { z } from 'zod';
import { defineEvent } from '../envelope';

/** Sites were created, or what they are able to do changed. `jobs` keeps a copy to decide claims. */
export const sitesChanged = defineEvent(
  'sites',
  'sites-changed',
  z.object({
    items: z.array(
      z.object({
        id: z.string(),
        version: z.int().positive(),
        capability_ids: z.array(z.string()),
        traceparent: z.string().optional(),
      }),
    ),
  }),
);

import { z } from 'zod';
import { defineEvent } from '../envelope';

export const objectsChanged = defineEvent(
  'objects',
  'objects-changed',
  z
    .object({
      items: z.array(
        z.object({
          id: z.string(),
          version: z.int().positive(),
          types: z.array(z.string()).describe('The whole list after the change'),
          added_types: z.array(z.string()),
          removed_types: z.array(z.string()),
          traceparent: z.string().optional(),
        }),
      ),
    })
    .describe('The types of objects changed: tagged, untagged or both.'),
);

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
          site_id: z.string().optional().describe('The managing site'),
          name: z.string().optional().describe('Absent when the object has none'),
          registered: z
            .literal(true)
            .optional()
            .describe('The object came into being; it bears no types yet, and none was added'),
          imported: z
            .literal(true)
            .optional()
            .describe('It bore them where it was imported from: no trigger fires for that'),
          traceparent: z.string().optional(),
        }),
      ),
    })
    .describe('Objects were registered, or their types changed: tagged, untagged or both.'),
);

import { z } from 'zod';
import { defineEvent } from '../envelope';

export const documentsChanged = defineEvent(
  'metadata',
  'documents-changed',
  z
    .object({
      items: z.array(
        z.object({
          id: z
            .string()
            .describe('For documents without an id the collection and a digest of what they said'),
          version: z.int().positive().describe('Of the document, from this change on'),
          collection: z.string(),
          change: z.literal('removed'),
          removed_at: z.iso.datetime(),
          with_jobs: z
            .literal(true)
            .optional()
            .describe('Jobs that were to make the document, if they were posted before, go as well'),
        }),
      ),
    })
    .describe('Documents were removed. What is written is not told: nobody waits for it.'),
);

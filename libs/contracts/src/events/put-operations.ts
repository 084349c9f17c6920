import { z } from 'zod';
import { defineEvent } from '../envelope';
import { outcomeSchema } from './operations';

export const putOperationsEnded = defineEvent(
  'operations',
  'put-operations-ended',
  z
    .object({
      items: z.array(
        z.object({
          id: z.string(),
          version: z.int().positive(),
          site_id: z.string(),
          object_id: z.string().describe('The object that was promised'),
          to: outcomeSchema.describe('How it ended'),
          error_code: z.string().optional().describe('Of a failure: its code'),
          ended_at: z.iso.datetime(),
          traceparent: z.string().optional(),
        }),
      ),
    })
    .describe('Operations under which sites put objects into the object store ended. They are of no job.'),
);

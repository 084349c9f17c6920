import { z } from 'zod';
import { defineEvent } from '../envelope';

export const triggersFired = defineEvent(
  'triggers',
  'triggers-fired',
  z
    .object({
      items: z.array(
        z.object({
          id: z.string().describe('Id of the firing'),
          trigger_id: z.string(),
          object_type_id: z.string(),
          workflow_id: z.string(),
          object_id: z.string(),
          fired_at: z.iso.datetime(),
          traceparent: z.string().optional(),
        }),
      ),
    })
    .describe('Triggers fired, each at most once for an object.'),
);

import { z } from 'zod';
import { defineEvent } from '../envelope';

/** How an operation ends (design 5). */
export const OUTCOMES = ['succeeded', 'failed', 'cancelled', 'released', 'expired'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** What writes under an operation that has ended are refused with: one for each way to end. */
export const AFTER_THE_END = [
  'operation-settled',
  'operation-cancelled',
  'operation-released',
  'operation-expired',
] as const;

export const operationsChanged = defineEvent(
  'operations',
  'operations-changed',
  z
    .object({
      items: z.array(
        z.object({
          id: z.string(),
          version: z.int().positive(),
          job_id: z.string(),
          site_id: z.string(),
          attempt: z.int().positive(),
          to: outcomeSchema.describe('How it ended'),
          error_code: z.string().optional().describe('Of a failure: its code'),
          retriable: z
            .boolean()
            .optional()
            .describe('Of a failure: whether another attempt may help; absent when not stated'),
          ended_at: z.iso.datetime(),
          traceparent: z.string().optional(),
        }),
      ),
    })
    .describe('Operations ended. `jobs` settles the job of each; results stay with the operation.'),
);

import { z } from 'zod';
import { defineEvent } from '../envelope';

export const JOB_STATES = ['queued', 'claimed', 'succeeded', 'failed', 'cancelled', 'dead'] as const;
export const jobState = z.enum(JOB_STATES);
export type JobState = z.infer<typeof jobState>;

export const jobsChanged = defineEvent(
  'jobs',
  'jobs-changed',
  z
    .object({
      items: z.array(
        z.object({
          id: z.string(),
          version: z.int().positive(),
          workflow_id: z.string(),
          from: jobState.optional().describe('Absent when the job was created'),
          to: jobState,
          attempt: z.int().nonnegative(),
          object_id: z.string().optional().describe('The object that a triggered job is about'),
          operation_id: z.string().optional(),
          site_id: z.string().optional(),
          posted_by: z.string().optional().describe('The site that posted the job, or asked for it'),
          traceparent: z.string().optional(),
        }),
      ),
    })
    .describe('Jobs were created or moved from one state to another. Never holds config or results.'),
);

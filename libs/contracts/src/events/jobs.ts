import { z } from 'zod';
import { defineEvent } from '../envelope';

export const JOB_STATES = ['queued', 'claimed', 'succeeded', 'failed', 'cancelled', 'dead'] as const;
export const jobState = z.enum(JOB_STATES);
export type JobState = z.infer<typeof jobState>;

/** Jobs were created or moved from one state to another. Never holds config or results (design 4). */
export const jobsChanged = defineEvent(
  'jobs',
  'jobs-changed',
  z.object({
    items: z.array(
      z.object({
        id: z.string(),
        version: z.int().positive(),
        workflow_id: z.string(),
        /** Absent when the job was created. */
        from: jobState.optional(),
        to: jobState,
        attempt: z.int().nonnegative(),
        /** The object that a triggered job is about. */
        object_id: z.string().optional(),
        operation_id: z.string().optional(),
        site_id: z.string().optional(),
        traceparent: z.string().optional(),
      }),
    ),
  }),
);

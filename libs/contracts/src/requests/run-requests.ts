import { z } from 'zod';
import { defineRequest } from '../envelope';
import { jobState } from '../events/jobs';
import { batchReply } from '../replies';

/** Most jobs of one request, and most bytes of the config of one. */
export const RUN_REQUESTS_AT_ONCE = 100;
export const RUN_CONFIG_BYTES = 256 * 1024;

export const requestJobs = defineRequest('jobs', 'request-jobs', {
  about:
    'Jobs that sensors and schedules of the calling site ask for, each once by its run key: the same key again gives the ' +
    'same job, whatever else it says. With `again`, a job that failed, died or was cancelled is queued again.',
  refusals: ['forbidden', 'too-large', 'too-many-workflows'],
  input: z.object({
    items: z
      .array(
        z.object({
          by: z.string().min(1).max(200).describe('The sensor or schedule that asks'),
          run_key: z
            .string()
            .min(1)
            .max(500)
            .regex(/^[^\u0000]*$/u, 'must not hold NUL'),
          workflow_id: z.string().min(1).max(200),
          config: z.record(z.string(), z.unknown()).describe('At most 256 KiB as JSON'),
          again: z
            .boolean()
            .optional()
            .describe('Whether a job of this key that did not succeed is tried again'),
        }),
      )
      .min(1)
      .max(RUN_REQUESTS_AT_ONCE),
  }),
  output: batchReply(
    z.object({
      job_id: z.string(),
      state: jobState,
      is_new: z.boolean().describe('False when the key was known'),
      queued_again: z.boolean().optional().describe('True when `again` queued it'),
    }),
  ),
  forSites: true,
});

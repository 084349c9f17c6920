import { z } from 'zod';
import { defineRequest } from '../envelope';
import { runSummary, toldRunEvent } from '../http/runs';
import { idSchema } from '../replies';

export const requestJobRun = defineRequest('operations', 'request-job-run', {
  about:
    'Notes who asked for the run of a job: it waits until a site claims the job. Repeating it is harmless; a run that a ' +
    'site has begun meanwhile is the one. For services only.',
  refusals: ['forbidden'],
  input: z.object({
    job_id: idSchema,
    workflow_id: idSchema,
    object_id: idSchema.nullable(),
    asked_by: z.string().min(1).max(300),
  }),
  output: runSummary,
});

export const tellRunEvent = defineRequest('operations', 'tell-run-event', {
  idempotency: 'by-key',
  about:
    'Adds an event to a run that has not ended, for the site that carries it out, who asked for it, or administrators of ' +
    'the runtime. While a site carries it out only that site tells its end.',
  refusals: ['unauthenticated', 'bad-request', 'forbidden', 'not-found', 'run-ended', 'too-large'],
  input: toldRunEvent,
  output: runSummary,
});

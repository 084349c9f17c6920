import { z } from 'zod';
import { defineRequest } from '../envelope';
import { trigger, triggerIn } from '../http/jobs';

/** Triggers in the order in which they were registered. */
export const listTriggers = defineRequest('triggers', 'list-triggers', {
  input: z.object({}),
  output: z.object({ triggers: z.array(trigger) }),
});

/**
 * Registers a trigger, effective at once: objects tagged from now on fire it, and those that already bear the type
 * fire it too (backfill). Refusal: `already-exists`.
 */
export const createTrigger = defineRequest('triggers', 'create-trigger', {
  input: triggerIn,
  output: trigger,
});

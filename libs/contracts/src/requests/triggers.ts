import { z } from 'zod';
import { defineRequest } from '../envelope';
import { trigger, triggerIn, triggerPatch } from '../http/jobs';
import { idSchema } from '../replies';

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

/** Pauses a trigger, or lets it go on and fire for what was tagged meanwhile. Refusals: `forbidden`, `not-found`. */
export const changeTrigger = defineRequest('triggers', 'change-trigger', {
  input: triggerPatch.extend({ id: idSchema }),
  output: trigger,
});

/** Removes a trigger; what it fired stays fired, also for a later one of the same id. Refusals: as above. */
export const deleteTrigger = defineRequest('triggers', 'delete-trigger', {
  input: z.object({ id: idSchema }),
  output: z.object({}),
});

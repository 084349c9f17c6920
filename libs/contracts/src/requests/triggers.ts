import { z } from 'zod';
import { defineRequest } from '../envelope';
import { trigger, triggerIn, triggerPatch } from '../http/jobs';
import { idSchema } from '../replies';

export const listTriggers = defineRequest('triggers', 'list-triggers', {
  about: 'Triggers in the order in which they were registered.',
  input: z.object({}),
  output: z.object({ triggers: z.array(trigger) }),
});

export const createTrigger = defineRequest('triggers', 'create-trigger', {
  idempotency: 'by-key',
  about:
    'Registers a trigger, effective at once: objects tagged from now on fire it, and those that already ' +
    'bear the type fire it too (backfill).',
  refusals: ['forbidden', 'already-exists'],
  input: triggerIn,
  output: trigger,
});

export const changeTrigger = defineRequest('triggers', 'change-trigger', {
  idempotency: 'by-key',
  about: 'Pauses a trigger, or lets it go on and fire for what was tagged meanwhile.',
  refusals: ['forbidden', 'not-found'],
  input: triggerPatch.extend({ id: idSchema }),
  output: trigger,
});

export const deleteTrigger = defineRequest('triggers', 'delete-trigger', {
  about: 'Removes a trigger; what it fired stays fired, also for a later one of the same id.',
  refusals: ['forbidden', 'not-found'],
  input: z.object({ id: idSchema }),
  output: z.object({}),
});

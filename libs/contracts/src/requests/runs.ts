import { z } from 'zod';
import { defineRequest } from '../envelope';
import { AFTER_THE_END } from '../events/operations';
import { objectIds, opName, runEvent, runOp, runSummary } from '../http/runs';
import { BATCH_LIMIT, idSchema } from '../replies';

/** Most bytes of what an op gives to the ops after it; what is larger is stored as an object (design 8). */
export const OP_OUTPUT_BYTES = 1024 * 1024;

export const requestRun = defineRequest('operations', 'request-run', {
  about:
    'Notes that a run of a workflow on an object was asked for, before its job exists: the run that adopts it has ' +
    'the same id. While a run of the pair has not ended, that one is given. For services only.',
  refusals: ['forbidden'],
  input: z.object({ workflow_id: idSchema, object_id: idSchema, asked_by: z.string().min(1).max(300) }),
  output: z.object({ run_id: z.string(), is_new: z.boolean() }),
});

export const beginRun = defineRequest('operations', 'begin-run', {
  about:
    'The run of the job that an open operation of the calling site is about. It is the one that earlier attempts of ' +
    'the job had, or one that was asked for its workflow and object, or a new one. Gives what ops of it succeeded, so ' +
    'that the others can go on from there. Repeating it is harmless. The end of the operation ends the run.',
  refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
  input: z.object({ operation_id: idSchema }),
  output: z.object({
    run_id: z.string(),
    attempt: z.int().positive(),
    succeeded: z.array(z.object({ op: z.string(), output: z.unknown() })),
    attempts: z
      .array(z.object({ op: z.string(), attempt: z.int().positive() }))
      .optional()
      .describe('The latest attempt of each op that was begun; the next one has the number after it'),
  }),
  forSites: true,
});

const failure = z.object({
  code: z.string().min(1).max(200),
  message: z.string().max(20_000),
  details: z.unknown().optional(),
});

export const recordRunEvents = defineRequest('operations', 'record-run-events', {
  about:
    'What the ops of a run did, under the open operation of the calling site. Events are known by op, attempt and ' +
    'kind: one that is known already changes nothing.',
  refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
  input: z.object({
    operation_id: idSchema,
    items: z
      .array(
        z.object({
          op: opName,
          attempt: z.int().positive().max(1000).describe('Of the op within this run'),
          kind: z.enum(['started', 'succeeded', 'failed', 'skipped', 'logged']),
          at: z.iso.datetime(),
          inputs: objectIds.optional(),
          outputs: objectIds.optional(),
          output: z.unknown().optional().describe('JSON of at most 1 MiB'),
          error: failure.optional(),
          logs: z
            .array(z.object({ at: z.iso.datetime(), level: z.string().max(20), text: z.string().max(2000) }))
            .max(200)
            .optional(),
        }),
      )
      .min(1)
      .max(100),
  }),
  output: z.object({ recorded: z.int().nonnegative() }),
  forSites: true,
});

export const getRun = defineRequest('operations', 'get-run', {
  about: 'One run.',
  refusals: ['not-found'],
  input: z.object({ id: idSchema }),
  output: runSummary,
});

export const listRunEvents = defineRequest('operations', 'list-run-events', {
  about: 'Events of a run, newest first.',
  refusals: ['not-found'],
  input: z.object({
    id: idSchema,
    before: z.int().positive().optional().describe('`n` of the last event of the page before'),
    limit: z.int().min(1).max(BATCH_LIMIT),
  }),
  output: z.object({ items: z.array(runEvent.extend({ n: z.int() })), more: z.boolean() }),
});

export const listRunOps = defineRequest('operations', 'list-run-ops', {
  about: 'The ops of a run in the order in which they began.',
  refusals: ['not-found'],
  input: z.object({ id: idSchema }),
  output: z.object({ items: z.array(runOp) }),
});

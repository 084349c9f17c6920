import { z } from 'zod';
import { outcomeSchema } from '../events/operations';

/** Clients may test this text, so it stays as the reference wrote it (contract 1.3). */
export const JOB_OPERATION_MODEL = 'nmdc_runtime.api.models.job.JobOperationMetadata';

/** An operation as clients read it (contract 1.3, FULL); the last fields stand beside the contract's. */
export const operation = z.object({
  id: z.string(),
  done: z.boolean(),
  expire_time: z.iso.datetime().describe('End of the lease'),
  result: z.unknown(),
  metadata: z.record(z.string(), z.unknown()),
  outcome: outcomeSchema.nullable(),
  attempt: z.int().positive(),
  archived_at: z.iso
    .datetime()
    .optional()
    .describe('Since when lists leave it out, unless the filter asks about this; absent when they do not'),
});
export type Operation = z.infer<typeof operation>;

/** One transition of an operation. */
export const operationHistoryEntry = z.object({
  n: z.int().describe('Grows with each entry; not without gaps'),
  at: z.iso.datetime(),
  from: z.string().nullable().describe('Null when it was opened'),
  to: z.string().describe('`open`, or how it ended'),
  who: z.string().describe('Such as `site:NERSC`'),
  why: z.string(),
});
export type OperationHistoryEntry = z.infer<typeof operationHistoryEntry>;

/** How a failure is told: `done: true` with this as `result` (design 5). */
export const operationError = z.looseObject({
  code: z.string().min(1),
  message: z.string(),
  details: z.unknown().optional(),
  retriable: z.boolean().optional(),
});
export type OperationError = z.infer<typeof operationError>;

const looseBoolean = z
  .union([z.boolean(), z.literal(['true', '1', 'false', '0', 'on', 'off', 'yes', 'no']), z.literal([0, 1])])
  .transform((value) => [true, 'true', '1', 'on', 'yes', 1].includes(value));

/** PATCH of an operation: absent keys stay as they are; `metadata: null` counts as absent (contract 3.5, D7). */
export const operationPatch = z.object({
  done: looseBoolean.optional(),
  result: z.unknown().optional(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

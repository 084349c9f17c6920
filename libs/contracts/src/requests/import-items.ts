import { z } from 'zod';
import { action } from '../http/allowances';
import { workflowRef } from '../http/jobs';
import { dateTime, drsObjectIn, registryEntryIn } from '../http/objects';
import { idSchema } from '../replies';

/** What one dump holds of each kind, as services are told of it: ids, times and states are kept as they were. */

const name = z.string().min(1).max(300);
const names = z.array(name).max(1000);
/** A bcrypt hash. The cost is bounded, as whoever logs in has to wait for it. */
const bcryptHash = z
  .string()
  .regex(/^\$2[abxy]?\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/, 'must be a bcrypt hash of cost 4 to 14');

export const importedEntry = registryEntryIn.extend({ created_at: dateTime.nullish() });
export type ImportedEntry = z.infer<typeof importedEntry>;

export const importedWorkflow = importedEntry.extend({ capability_ids: names.default([]) });
export type ImportedWorkflow = z.infer<typeof importedWorkflow>;

export const importedTrigger = z.object({
  object_type_id: z.string().min(1).max(200),
  workflow_id: z.string().min(1).max(200),
  created_at: dateTime.nullish(),
});
export type ImportedTrigger = z.infer<typeof importedTrigger>;

export const importedUser = z.object({
  username: z.string().min(1).max(200),
  hashed_password: bcryptHash,
  email: z.string().max(500).nullish(),
  full_name: z.string().max(500).nullish(),
  site_admin: names.default([]),
  disabled: z.boolean().default(false),
});
export type ImportedUser = z.infer<typeof importedUser>;

export const importedSite = z.object({
  id: z.string().min(1).max(200),
  capability_ids: names.default([]),
  clients: z
    .array(
      z.object({
        id: idSchema.regex(/^[^:]*$/, 'must hold no colon'),
        hashed_secret: bcryptHash,
      }),
    )
    .max(1000)
    .default([]),
});
export type ImportedSite = z.infer<typeof importedSite>;

export const importedAllowance = z.object({ username: name, action });
export type ImportedAllowance = z.infer<typeof importedAllowance>;

export const importedObject = z.object({
  id: idSchema,
  object: drsObjectIn,
  manager: name.describe('The site that registered it'),
  types: z.array(idSchema).max(1000).default([]),
});
export type ImportedObject = z.infer<typeof importedObject>;

export const importedOperation = z.object({
  id: idSchema,
  site_id: name,
  attempt: z.int().positive().max(1_000_000).describe('Which claim of its job it is, from 1'),
  current: z
    .boolean()
    .describe('Whether it is the claim that decides about its job; others that are not done are ended'),
  done: z.boolean(),
  expire_time: dateTime.describe('End of the lease'),
  result: z.unknown().optional(),
  metadata: z.record(z.string(), z.unknown()),
  job: z.object({ id: idSchema, workflow: workflowRef, config: z.record(z.string(), z.unknown()) }),
});
export type ImportedOperation = z.infer<typeof importedOperation>;

export const importedJob = z.object({
  id: idSchema,
  workflow: workflowRef,
  config: z.record(z.string(), z.unknown()),
  name: z.string().max(1000).nullish(),
  description: z.string().max(10_000).nullish(),
  created_at: dateTime.nullish(),
  claims: z
    .array(z.object({ op_id: idSchema, site_id: name, cancelled: z.boolean().default(false) }))
    .max(1000)
    .optional()
    .describe('By attempt: those that were cancelled first, the one that decides last'),
});
export type ImportedJob = z.infer<typeof importedJob>;

import { z } from 'zod';
import { jobState } from '../events/jobs';
import { registryEntry, registryEntryIn } from './objects';

/** Workflow (contract 1.2). Inside a job it is usually only `{"id": ...}`. */
export const workflowRef = z.looseObject({
  id: z.string().min(1).max(200),
  created_at: z.unknown().optional(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  capability_ids: z.array(z.string()).nullish(),
});

/** Longest and default lease of a claim over HTTP, in ms: 30 days, as unchanged clients never renew (design 5). */
export const HTTP_LEASE_MS = 30 * 24 * 60 * 60 * 1000;

/** How jobs of a workflow are run. */
const policy = {
  paused: z
    .boolean()
    .describe('While true no job of the workflow is advertised or claimed; what runs goes on'),
  priority: z.int().min(-1000).max(1000).describe('Jobs made from now on: higher ones are picked first'),
  lease_ms: z
    .int()
    .min(1000)
    .max(HTTP_LEASE_MS)
    .nullable()
    .describe(
      'In ms: lease of a claim, and the longest that a claimant may ask for; null leaves it to the door',
    ),
  max_attempts: z.int().min(1).max(1000).describe('How often a job may fail before it is done with'),
  max_expiries: z
    .int()
    .min(1)
    .max(1000)
    .describe('How often the lease of a job may run out before it is done with'),
  retry_delay_ms: z
    .int()
    .min(0)
    .max(HTTP_LEASE_MS)
    .describe('How long a job waits after its first failure, in ms; twice as long after each further one'),
  longest_retry_delay_ms: z
    .int()
    .min(0)
    .max(HTTP_LEASE_MS)
    .describe('The longest that a job waits after a failure, in ms'),
  final_error_codes: z
    .array(z.string().min(1).max(200))
    .max(100)
    .describe('Codes of failures that are final at once, as with `retriable: false`'),
  max_running: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .describe('Most jobs of the workflow that run at once; null for no limit'),
  only_sites: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .nullable()
    .describe('The only sites that may run it; null for every site that is able'),
};

/** The fields of the contract, and beside them the policy of the workflow. */
export const workflow = registryEntry
  .extend({ capability_ids: z.array(z.string()) })
  .extend(z.object(policy).partial().shape);
export type Workflow = z.infer<typeof workflow>;

export const workflowIn = registryEntryIn.extend({
  capability_ids: z.array(z.string().min(1).max(200)).max(100).default([]),
});

/** A change of a workflow: what is left out stays. */
export const workflowPatch = z
  .object({
    ...registryEntryIn.pick({ name: true, description: true }).shape,
    capability_ids: workflowIn.shape.capability_ids.unwrap(),
    ...policy,
  })
  .partial();
export type WorkflowPatch = z.infer<typeof workflowPatch>;

export const trigger = z.object({
  id: z.string(),
  created_at: z.iso.datetime(),
  object_type_id: z.string(),
  workflow_id: z.string(),
  paused: z
    .boolean()
    .optional()
    .describe('A paused trigger does not fire; what it missed it makes up for once it goes on'),
});
export type Trigger = z.infer<typeof trigger>;

export const triggerIn = z.object({
  object_type_id: z.string().min(1).max(200),
  workflow_id: z.string().min(1).max(200),
});

export const triggerPatch = z.object({ paused: z.boolean() });

export const jobClaim = z.object({
  op_id: z.string(),
  site_id: z.string(),
  done: z.boolean().optional(),
  cancelled: z.boolean().optional(),
});
export type JobClaim = z.infer<typeof jobClaim>;

/**
 * What clients post (contract 1.3). Claims are made by claiming: those sent are passed over, but an empty list that was
 * sent is shown, as any null is (contract 0, SET).
 */
export const jobIn = z.object({
  workflow: workflowRef,
  config: z.record(z.string(), z.unknown()),
  name: z.string().max(1000).nullish(),
  description: z.string().max(10_000).nullish(),
  claims: z.array(jobClaim).optional(),
  available_at: z.iso
    .datetime({ offset: true })
    .nullish()
    .describe('When the job may be claimed at the earliest; at once unless given'),
});
export type JobIn = z.infer<typeof jobIn>;

/** A job as clients read it; `state` and `attempt` stand beside the contract's fields (design 5). */
export const job = z.object({
  id: z.string(),
  workflow: workflowRef,
  config: z.record(z.string(), z.unknown()),
  claims: z.array(jobClaim).optional().describe('Absent when the job was never claimed'),
  name: z.string().nullish(),
  description: z.string().nullish(),
  created_at: z.iso.datetime(),
  state: jobState,
  attempt: z.int().nonnegative(),
});
export type Job = z.infer<typeof job>;

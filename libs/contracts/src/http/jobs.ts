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

export const workflow = registryEntry.extend({ capability_ids: z.array(z.string()) });
export type Workflow = z.infer<typeof workflow>;

export const workflowIn = registryEntryIn.extend({
  capability_ids: z.array(z.string().min(1).max(200)).max(100).default([]),
});

export const trigger = z.object({
  id: z.string(),
  created_at: z.iso.datetime(),
  object_type_id: z.string(),
  workflow_id: z.string(),
});
export type Trigger = z.infer<typeof trigger>;

export const triggerIn = z.object({
  object_type_id: z.string().min(1).max(200),
  workflow_id: z.string().min(1).max(200),
});

export const jobClaim = z.object({
  op_id: z.string(),
  site_id: z.string(),
  done: z.boolean().optional(),
  cancelled: z.boolean().optional(),
});
export type JobClaim = z.infer<typeof jobClaim>;

/** What clients post (contract 1.3). `claims` is accepted and ignored: claims are made by claiming. */
export const jobIn = z.object({
  workflow: workflowRef,
  config: z.record(z.string(), z.unknown()),
  name: z.string().max(1000).nullish(),
  description: z.string().max(10_000).nullish(),
});
export type JobIn = z.infer<typeof jobIn>;

/** A job as clients read it; `state` and `attempt` stand beside the contract's fields (design 5). */
export const job = z.object({
  id: z.string(),
  workflow: workflowRef,
  config: z.record(z.string(), z.unknown()),
  /** Absent when the job was never claimed. */
  claims: z.array(jobClaim).optional(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  created_at: z.iso.datetime(),
  state: jobState,
  attempt: z.int().nonnegative(),
});
export type Job = z.infer<typeof job>;

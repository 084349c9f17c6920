import { z } from 'zod';
import { defineRequest } from '../envelope';
import { job, jobIn, workflow, workflowIn, workflowPatch } from '../http/jobs';
import { operation } from '../http/operations';
import { BATCH_LIMIT, batchReply, idSchema, itemReply, listInput } from '../replies';

/** Longest and default lease of a claim over HTTP: 30 days, as unchanged clients never renew (design 5). */
export const HTTP_LEASE_MS = 30 * 24 * 60 * 60 * 1000;
/** Default lease of a claim over `site.*`; the worker renews it every third of that. */
export const SITE_LEASE_MS = 60_000;

export const listWorkflows = defineRequest('jobs', 'list-workflows', {
  input: z.object({}),
  output: z.object({ workflows: z.array(workflow) }),
});

/** Registers a workflow. Refusal: `already-exists`. */
export const createWorkflow = defineRequest('jobs', 'create-workflow', {
  input: workflowIn,
  output: workflow,
});

/**
 * Changes a registered workflow. Capabilities and priority count for jobs made from now on, the rest at once.
 * Refusals: `forbidden`, `not-found`.
 */
export const changeWorkflow = defineRequest('jobs', 'change-workflow', {
  input: workflowPatch.extend({ id: idSchema }),
  output: workflow,
});

/** Takes a workflow out of the registry; its ended jobs stay. Refusals: `forbidden`, `not-found`, `workflow-in-use`. */
export const deleteWorkflow = defineRequest('jobs', 'delete-workflow', {
  input: z.object({ id: idSchema }),
  output: z.object({}),
});

/** Creates jobs as posted: never refused as repeats (design 6). Refusal: `too-many-workflows`. */
export const createJobs = defineRequest('jobs', 'create-jobs', {
  input: z.object({ items: z.array(jobIn).min(1).max(BATCH_LIMIT) }),
  output: batchReply(job),
});

export const getJobs = defineRequest('jobs', 'get-jobs', {
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(job),
});

/**
 * A page of jobs. `offered_to` narrows it to what a site is shown by default: jobs that it is able to run and has not
 * tried, or that are to be had again (contract 2.5, D24).
 */
export const listJobs = defineRequest('jobs', 'list-jobs', {
  input: listInput.extend({ offered_to: idSchema.optional() }),
  output: z.object({ jobs: z.array(job), more: z.boolean() }),
});

/** A claim as its claimant gets it: the job, and the open operation under which to work. */
export const claimedJob = z.object({ job, operation, traceparent: z.string().optional() });
export type ClaimedJob = z.infer<typeof claimedJob>;

/**
 * Claims jobs for the calling site: named ones, or whatever PostgreSQL picks of a workflow (priority, then age).
 *
 * `claimant` names one process of a site; `request_id` makes a repeated call give the same reply. Items answer the
 * ids asked for, or are the jobs won when picked by workflow. `remaining` tells whether claimable jobs of the
 * workflow are left for anybody: a worker acknowledges its spare bells when not.
 * Refusals per item: `not-found`, `missing-capability`, `job-claimed`, `job-not-queued`, `held-by-your-site`.
 */
export const claimJobs = defineRequest('jobs', 'claim-jobs', {
  input: z.object({
    pick: z.union([
      z.object({ workflow_id: z.string().min(1).max(200), max: z.int().min(0).max(100) }),
      z.object({ job_ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
    ]),
    claimant: z.string().min(1).max(200).optional(),
    request_id: z.string().min(1).max(200).optional(),
    /** Milliseconds, 1 s to 30 days. */
    lease_ms: z.int().min(1000).max(HTTP_LEASE_MS).optional(),
  }),
  output: z.object({ items: z.array(itemReply(claimedJob)), remaining: z.boolean() }),
  forSites: true,
});

/**
 * Releases every open claim that the calling site holds on these jobs; the jobs are queued again (contract 3.4).
 * Without a claim it is accepted and changes nothing. Refusal: `not-found`.
 */
export const releaseJobs = defineRequest('jobs', 'release-jobs', {
  input: z.object({ job_ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(job),
  forSites: true,
});

import { z } from 'zod';
import { defineRequest } from '../envelope';
import { HTTP_LEASE_MS, job, jobIn, workflow, workflowIn, workflowPatch } from '../http/jobs';
import { operation } from '../http/operations';
import { inTail, BATCH_LIMIT, batchReply, idSchema, itemReply, listInput, listText } from '../replies';

/** Default lease of a claim over `site.*`; the worker renews it every third of that. */
export const SITE_LEASE_MS = 60_000;

/**
 * Largest job that is given to a site over NATS, in bytes of its workflow and config: the reply shows it twice, in one
 * message of 8 MB. Larger ones are claimed over HTTP.
 */
export const SITE_JOB_BYTES = 3_500_000;

export const listWorkflows = defineRequest('jobs', 'list-workflows', {
  about: 'The registered workflows, in the order of registration.',
  input: z.object({}),
  output: z.object({ workflows: z.array(workflow) }),
});

export const createWorkflow = defineRequest('jobs', 'create-workflow', {
  idempotency: 'by-key',
  about: 'Registers a workflow.',
  refusals: ['forbidden', 'already-exists'],
  input: workflowIn,
  output: workflow,
});

export const changeWorkflow = defineRequest('jobs', 'change-workflow', {
  idempotency: 'by-key',
  about:
    'Changes a registered workflow. Capabilities and priority count for jobs made from now on, the rest ' +
    'at once.',
  refusals: ['forbidden', 'not-found'],
  input: workflowPatch.extend({ id: idSchema }),
  output: workflow,
});

export const deleteWorkflow = defineRequest('jobs', 'delete-workflow', {
  about: 'Takes a workflow out of the registry; its ended jobs stay.',
  refusals: ['forbidden', 'not-found', 'workflow-in-use'],
  input: z.object({ id: idSchema }),
  output: z.object({}),
});

export const createJobs = defineRequest('jobs', 'create-jobs', {
  idempotency: 'by-key',
  about: 'Creates jobs as posted: never refused as repeats.',
  refusals: ['forbidden', 'too-many-workflows'],
  input: z.object({ items: z.array(jobIn).min(1).max(BATCH_LIMIT) }),
  output: batchReply(job),
});

export const getJobs = defineRequest('jobs', 'get-jobs', {
  about: 'Jobs by id, in the order asked.',
  refusals: ['not-found'],
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(job),
});

export const listJobs = defineRequest('jobs', 'list-jobs', {
  about: 'A page of jobs.',
  refusals: ['query-too-slow'],
  input: listInput.extend({
    offered_to: idSchema
      .optional()
      .describe(
        'Only what this site is shown by default: jobs that it is able to run and has not tried, or that are to be had again',
      ),
    ...inTail,
  }),
  output: z.object({ jobs: z.array(job), ...listText, more: z.boolean() }),
});

/** A claim as its claimant gets it: the job, and the open operation under which to work. */
export const claimedJob = z.object({ job, operation, traceparent: z.string().optional() });
export type ClaimedJob = z.infer<typeof claimedJob>;

export const claimJobs = defineRequest('jobs', 'claim-jobs', {
  idempotency: 'by-key',
  about:
    'Claims jobs for the calling site: named ones, or whatever PostgreSQL picks of a workflow ' +
    '(priority, then age). Items answer the ids asked for, or are the jobs won when picked by workflow.',
  refusals: [
    'forbidden',
    'not-found',
    'missing-capability',
    'job-claimed',
    'job-not-queued',
    'job-not-due',
    'workflow-paused',
    'limit-reached',
    'too-large',
    'held-by-your-site',
  ],
  input: z.object({
    pick: z.union([
      z.object({ workflow_id: z.string().min(1).max(200), max: z.int().min(0).max(100) }),
      z.object({ job_ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
    ]),
    claimant: z.string().min(1).max(200).optional().describe('One process of the site'),
    request_id: z.string().min(1).max(200).optional().describe('Makes a repeated call give the same reply'),
    lease_ms: z.int().min(1000).max(HTTP_LEASE_MS).optional().describe('Milliseconds, 1 s to 30 days'),
  }),
  output: z.object({
    items: z.array(itemReply(claimedJob)),
    remaining: z
      .boolean()
      .describe(
        'Whether claimable jobs of the workflow are left for anybody: a worker acknowledges its spare bells when not',
      ),
  }),
  forSites: true,
});

export const releaseJobs = defineRequest('jobs', 'release-jobs', {
  idempotency: 'by-key',
  about:
    'Releases every open claim that the calling site holds on these jobs; the jobs are queued again. ' +
    'Without a claim it is accepted and changes nothing.',
  refusals: ['forbidden', 'not-found'],
  input: z.object({ job_ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(job),
  forSites: true,
});

import { z } from 'zod';
import { defineRequest } from '../envelope';
import { jobHistoryEntry, jobExplanation, RETRY_LIMIT, siteLimit } from '../http/job-management';
import { job } from '../http/jobs';
import { BATCH_LIMIT, batchReply, idSchema, listInput } from '../replies';

const jobIds = z.array(idSchema).min(1).max(BATCH_LIMIT);

export const cancelJobs = defineRequest('jobs', 'cancel-jobs', {
  idempotency: 'by-key',
  about:
    'Cancels jobs, queued or claimed; the operation of a claim ends as cancelled, and its site is told at once. A job ' +
    'that was cancelled before is accepted.',
  refusals: ['forbidden', 'not-found', 'job-ended'],
  input: z.object({ job_ids: jobIds, reason: z.string().min(1).max(1000).optional() }),
  output: batchReply(job),
});

export const retryJobs = defineRequest('jobs', 'retry-jobs', {
  idempotency: 'by-key',
  about:
    'Queues jobs again that failed, died or were cancelled; failures and expiries count from zero again.',
  refusals: ['forbidden', 'not-found', 'job-not-retriable'],
  input: z.object({ job_ids: jobIds }),
  output: batchReply(job),
});

export const retryMatchingJobs = defineRequest('jobs', 'retry-matching-jobs', {
  idempotency: 'by-key',
  about:
    'Queues those jobs again that a filter matches and that failed, died or were cancelled, by ascending id.',
  refusals: ['forbidden', 'query-too-slow'],
  input: z.object({
    filter: listInput.shape.filter.unwrap(),
    max: z.int().min(1).max(RETRY_LIMIT),
  }),
  output: z.object({ retried: z.int().nonnegative(), more: z.boolean() }),
});

export const deleteJobs = defineRequest('jobs', 'delete-jobs', {
  patienceMs: 60_000,
  about:
    'Removes the jobs that were to make documents which were removed (`config.activity_id` names the document), if they ' +
    'were posted before. One that is queued or claimed is cancelled first. Gives the jobs that are gone by now; a ' +
    'repeat gives the same.',
  refusals: ['forbidden', 'unavailable'],
  input: z.object({
    items: z.array(z.object({ activity_id: idSchema, removed_at: z.iso.datetime() })).max(BATCH_LIMIT),
  }),
  output: z.object({ job_ids: z.array(z.string()) }),
});

export const explainJob = defineRequest('jobs', 'explain-job', {
  about: 'Why a job does not run: in codes, and in words.',
  refusals: ['not-found'],
  input: z.object({ id: idSchema }),
  output: jobExplanation,
});

export const getJobHistory = defineRequest('jobs', 'get-job-history', {
  about: 'The transitions of a job, oldest first.',
  refusals: ['not-found'],
  input: z.object({
    id: idSchema,
    after: z.int().nonnegative().default(0).describe('`n` of the last entry of the page before'),
    limit: z.int().min(1).max(BATCH_LIMIT),
  }),
  output: z.object({ items: z.array(jobHistoryEntry), more: z.boolean() }),
});

export const limitSite = defineRequest('jobs', 'limit-site', {
  idempotency: 'by-key',
  about: 'Sets how many jobs a site may hold at once.',
  refusals: ['forbidden'],
  input: siteLimit.extend({ site_id: idSchema }),
  output: siteLimit,
});

export const getSiteLimit = defineRequest('jobs', 'get-site-limit', {
  about: 'How many jobs a site may hold at once; null without a limit, also of a site that nobody knows.',
  input: z.object({ site_id: idSchema }),
  output: siteLimit,
});

import { z } from 'zod';
import { idSchema, listInput } from '../replies';
import { historyQuery } from './history';
import { jobExplanation, jobHistoryEntry, RETRY_LIMIT, siteLimit } from './job-management';
import { defineRoute, openListReply } from './routes-contract';
import { jobReply } from './routes-jobs';

const jobParams = z.object({ job_id: idSchema });
const siteParams = z.object({ site_id: idSchema });

const params = { job_id: 'nmdc:sys0k3v9m2x7q1zt58' };
const job = {
  id: params.job_id,
  workflow: { id: 'Reads QC: v1.0.28' },
  config: { git_repo: 'https://git.example.org/qc' },
  created_at: '2026-01-02T03:04:05.678Z',
};

/** What is done about jobs by whom they belong to, and by those who run the runtime. None is part of the contract. */
export const jobManagementRoutes = {
  cancelJob: defineRoute({
    method: 'POST',
    path: '/jobs/{job_id}:cancel',
    tier: 'EXTRA',
    summary:
      'Cancel a job, queued or claimed; a site that runs it is told at once. Cancelled before: the same reply',
    auth: 'job-owner',
    params: jobParams,
    body: z.object({ reason: z.string().min(1).max(1000).optional() }).optional(),
    ok: { status: 200, schema: jobReply },
    refusals: ['forbidden', 'not-found', 'job-ended'],
    example: {
      params,
      body: { reason: 'the reads were withdrawn' },
      reply: {
        ...job,
        claims: [{ op_id: params.job_id, site_id: '', done: true }],
        state: 'cancelled',
        attempt: 0,
      },
    },
  }),
  retryJob: defineRoute({
    method: 'POST',
    path: '/jobs/{job_id}:retry',
    tier: 'EXTRA',
    summary: 'Queue a job again that failed, died or was cancelled; its failures count from zero again',
    auth: 'job-owner',
    params: jobParams,
    ok: { status: 200, schema: jobReply },
    refusals: ['forbidden', 'not-found', 'job-not-retriable'],
    example: { params, reply: { ...job, state: 'queued', attempt: 1 } },
  }),
  retryJobs: defineRoute({
    method: 'POST',
    path: '/jobs/retry',
    tier: 'EXTRA',
    summary: 'Queue those jobs again that a filter matches and that failed, died or were cancelled',
    auth: 'runtime-admin',
    body: z.object({
      filter: z
        .union([z.record(z.string(), z.unknown()), listInput.shape.filter.unwrap()])
        .describe('As for GET /jobs: an object, or its JSON'),
      max: z
        .int()
        .min(1)
        .max(RETRY_LIMIT)
        .default(1000)
        .describe('Most jobs; `more` tells when some are left'),
    }),
    ok: { status: 200, schema: z.object({ retried: z.int(), more: z.boolean() }) },
    refusals: ['forbidden', 'bad-request'],
    example: {
      body: { filter: { 'workflow.id': 'Reads QC: v1.0.28', error_code: 'out-of-memory' } },
      reply: { retried: 3, more: false },
    },
  }),
  explainJob: defineRoute({
    method: 'GET',
    path: '/jobs/{job_id}:explain',
    tier: 'EXTRA',
    summary: 'Why a job does not run, in words and codes',
    auth: 'anon',
    params: jobParams,
    ok: { status: 200, schema: jobExplanation },
    refusals: ['not-found'],
    example: {
      params,
      reply: {
        job_id: params.job_id,
        job_state: 'queued',
        claimable: false,
        reasons: [
          {
            code: 'no-capable-site',
            text: 'No site has all capabilities that this job needs: nobody has gpu.',
            missing: ['gpu'],
          },
        ],
      },
    },
  }),
  jobHistory: defineRoute({
    method: 'GET',
    path: '/jobs/{job_id}/history',
    tier: 'EXTRA',
    summary: 'Every transition of a job, oldest first: who, when, from, to and why',
    auth: 'any',
    params: jobParams,
    query: historyQuery,
    ok: { status: 200, schema: openListReply(jobHistoryEntry) },
    refusals: ['not-found'],
    example: {
      params,
      reply: {
        resources: [
          {
            n: 1,
            at: '2026-01-02T03:04:05.678Z',
            from: null,
            to: 'queued',
            attempt: 0,
            operation_id: null,
            who: 'site:NERSC',
            why: 'posted',
          },
        ],
        next_page_token: null,
      },
    },
  }),
  siteLimit: defineRoute({
    method: 'GET',
    path: '/sites/{site_id}/limit',
    tier: 'EXTRA',
    summary: 'How many jobs a site may hold at once; null without a limit',
    auth: 'anon',
    params: siteParams,
    ok: { status: 200, schema: siteLimit },
    refusals: [],
    example: { params: { site_id: 'NERSC' }, reply: { max_running: null } },
  }),
  limitSite: defineRoute({
    method: 'PUT',
    path: '/sites/{site_id}/limit',
    tier: 'EXTRA',
    summary: 'Limit how many jobs a site may hold at once; what it holds beyond that goes on',
    auth: 'runtime-admin',
    params: siteParams,
    body: siteLimit,
    ok: { status: 200, schema: siteLimit },
    refusals: ['forbidden'],
    example: { params: { site_id: 'NERSC' }, body: { max_running: 40 }, reply: { max_running: 40 } },
  }),
};

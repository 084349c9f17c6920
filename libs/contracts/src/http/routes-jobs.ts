import { z } from 'zod';
import { idSchema } from '../replies';
import { jobState } from '../events/jobs';
import { HTTP_LEASE_MS, jobIn, workflowRef } from './jobs';
import { operationReply } from './routes-operations';
import { defineRoute, listQuery, listReply } from './routes-contract';

/** Job (contract 1.3): SET shows what was sent or stored, FULL every field, in claims too. */
export const jobReply = z.object({
  id: z.string(),
  workflow: workflowRef,
  config: z.record(z.string(), z.unknown()),
  claims: z
    .array(
      z.object({
        op_id: z.string(),
        site_id: z.string(),
        done: z.boolean().nullish(),
        cancelled: z.boolean().nullish(),
      }),
    )
    .optional(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  created_at: z.iso.datetime(),
  state: jobState,
  attempt: z.int(),
});
export type JobReply = z.infer<typeof jobReply>;

/** How a site claims; unchanged clients send nothing (contract 8.3). */
const claimBody = z
  .object({
    lease_seconds: z
      .int()
      .min(1)
      .max(HTTP_LEASE_MS / 1000)
      .optional()
      .describe(
        'Without a heartbeat or progress for so long, the job is given to another; 30 days unless given',
      ),
    claimant: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('One process of the site, so that another hears that this one holds it'),
  })
  .nullish();

const jobParams = z.object({ job_id: idSchema });

const params = { job_id: 'nmdc:sys0k3v9m2x7q1zt58' };
const posted = { workflow: { id: 'Reads QC: v1.0.28' }, config: { git_repo: 'https://git.example.org/qc' } };
const queued = {
  id: params.job_id,
  ...posted,
  created_at: '2026-01-02T03:04:05.678Z',
  state: 'queued',
  attempt: 0,
};
const released = {
  ...queued,
  workflow: { ...posted.workflow, created_at: null, name: null, description: null, capability_ids: null },
  claims: [{ op_id: 'nmdc:sys0b7d1c5h9fr2k36', site_id: 'NERSC', done: true, cancelled: true }],
  name: null,
  description: null,
  attempt: 1,
};

/** Jobs (contract 2.5). */
export const jobRoutes = {
  listJobs: defineRoute({
    method: 'GET',
    path: '/jobs',
    tier: 'CORE',
    summary: 'All jobs, page by page',
    auth: 'anon',
    noticesSites: true,
    query: listQuery,
    ok: { status: 200, schema: listReply(jobReply) },
    refusals: ['bad-request'],
    example: { query: { max_page_size: '20' }, reply: { resources: [queued] } },
  }),
  createJob: defineRoute({
    method: 'POST',
    path: '/jobs',
    tier: 'CORE',
    summary: 'Post a job; its workflow need not be registered',
    auth: 'site',
    body: jobIn,
    ok: { status: 201, schema: jobReply },
    refusals: ['too-many-workflows'],
    example: { body: posted, reply: queued },
  }),
  getJob: defineRoute({
    method: 'GET',
    path: '/jobs/{job_id}',
    tier: 'CORE',
    summary: 'One job',
    auth: 'anon',
    params: jobParams,
    ok: { status: 200, schema: jobReply },
    refusals: ['not-found'],
    example: { params, reply: queued },
  }),
  claimJob: defineRoute({
    method: 'POST',
    path: '/jobs/{job_id}:claim',
    tier: 'CORE',
    summary:
      'Claim a job for your site; the operation in the reply is what to work under. ' +
      'A 409 is a JSON text in words, unless problem details are accepted',
    auth: 'site',
    params: jobParams,
    body: claimBody,
    ok: { status: 200, schema: operationReply },
    refusals: [
      'missing-capability',
      'not-found',
      'job-claimed',
      'job-not-queued',
      'job-not-due',
      'workflow-paused',
      'limit-reached',
      'held-by-your-site',
    ],
    example: {
      params,
      body: { lease_seconds: 86_400 },
      reply: {
        id: 'nmdc:sys0b7d1c5h9fr2k36',
        done: false,
        expire_time: '2026-02-01T03:04:05.678Z',
        result: null,
        metadata: {
          model: 'nmdc_runtime.api.models.job.JobOperationMetadata',
          site_id: 'NERSC',
          job: { id: params.job_id, ...posted },
        },
        outcome: null,
        attempt: 1,
      },
    },
  }),
  releaseJob: defineRoute({
    method: 'POST',
    path: '/jobs/{job_id}:release',
    tier: 'CORE',
    summary: 'Give a job back; without a claim of your site nothing changes',
    auth: 'site',
    params: jobParams,
    ok: { status: 200, schema: jobReply },
    refusals: ['not-found'],
    example: { params, reply: released },
  }),
  releaseJobs: defineRoute({
    method: 'POST',
    path: '/jobs/release',
    tier: 'CORE',
    summary: 'Give several jobs back; unknown ids are skipped',
    auth: 'site',
    body: z.object({ job_ids: z.array(idSchema).max(10_000) }),
    ok: { status: 200, schema: z.array(jobReply) },
    refusals: [],
    example: { body: { job_ids: [params.job_id] }, reply: [released] },
  }),
};

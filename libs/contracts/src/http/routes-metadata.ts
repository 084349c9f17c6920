import { z } from 'zod';
import { idSchema } from '../replies';
import { documentChange, findings } from './metadata';
import { defineRoute } from './routes-contract';

const BIOSAMPLE = {
  id: 'nmdc:bsm-11-k3v9m258',
  type: 'nmdc:Biosample',
  name: 'mud of the first core',
  associated_studies: ['nmdc:sty-11-b7d1c512'],
};
const submission = z
  .record(z.string(), z.unknown())
  .describe('Collections and their documents (contract 6.1), at most 256 MiB');

const validationReply = z.union([
  z.object({ result: z.literal('All Okay!') }),
  z.object({ result: z.literal('errors'), detail: z.union([findings, z.string()]) }),
]);

/** Metadata as it comes in (contract 2.7). */
export const metadataRoutes = {
  validateJson: defineRoute({
    method: 'POST',
    path: '/metadata/json:validate',
    tier: 'METADATA',
    summary:
      'Say what is wrong with metadata: by the schema, and whatever it names that is nowhere to be found',
    auth: 'anon',
    idempotency: 'passed-over',
    streamed: submission,
    ok: { status: 200, schema: validationReply },
    refusals: ['too-large', 'validation-too-slow'],
    example: { body: { biosample_set: [BIOSAMPLE] }, reply: { result: 'All Okay!' } },
  }),
  submitJson: defineRoute({
    method: 'POST',
    path: '/metadata/json:submit',
    tier: 'METADATA',
    summary:
      'Hand in metadata: checked as by json:validate, kept as an object, and ingested by a job. The run tells what became of it',
    auth: 'allow:/metadata/json:submit',
    streamed: submission,
    ok: {
      status: 200,
      schema: z.object({ type: z.literal('success'), detail: z.object({ run_id: z.string() }) }),
    },
    refusals: ['forbidden', 'invalid-metadata', 'too-large', 'validation-too-slow'],
    example: {
      body: { biosample_set: [BIOSAMPLE] },
      reply: { type: 'success', detail: { run_id: 'nmdc:sys0k3v9m2x7q1zt58' } },
    },
  }),
  documentHistory: defineRoute({
    method: 'GET',
    path: '/nmdcschema/ids/{id}/history',
    tier: 'EXTRA',
    summary: 'Every change of a document, oldest first: who, when, under which operation, before and after',
    auth: 'anon',
    params: z.object({ id: idSchema }),
    query: z.object({
      max_page_size: z.coerce.number().int().min(1).max(100).default(20),
      page_token: z.coerce.number().int().min(0).optional().describe('next_page_token of the page before'),
    }),
    ok: {
      status: 200,
      schema: z.object({ resources: z.array(documentChange), next_page_token: z.int().nullable() }),
    },
    refusals: ['not-found'],
    example: {
      params: { id: BIOSAMPLE.id },
      reply: {
        resources: [
          {
            version: 1,
            at: '2026-01-02T03:04:05.678Z',
            who: 'site:nmdc-runtime',
            operation_id: 'nmdc:sys0b7d1c5h9fr2k36',
            job_id: 'nmdc:sys0k3v9m2x7q1zt58',
            before: null,
            after: BIOSAMPLE,
          },
        ],
        next_page_token: null,
      },
    },
  }),
};

import { z } from 'zod';
import { idSchema } from '../replies';
import { dateTime } from './objects';

/** Types of the events of a run (contract 1.3); `ABORT` stands beside the contract's, as OpenLineage has it. */
export const runEventType = z.enum(['REQUESTED', 'STARTED', 'FAIL', 'COMPLETE', 'ABORT']);
export type RunEventType = z.infer<typeof runEventType>;

/** A registered workflow, as a run names it (contract 1.3, JobSummary). */
export const jobSummary = z.object({
  id: z.string(),
  description: z.string(),
  producer: z.string(),
  schemaURL: z.string(),
});
export type JobSummary = z.infer<typeof jobSummary>;

/** One event of a run (contract 1.3, RunEvent). `error` stands beside the contract's fields, and only on failures. */
export const runEvent = z.object({
  run: z.object({ id: z.string(), facets: z.record(z.string(), z.unknown()).optional() }),
  job: jobSummary,
  type: runEventType,
  time: z.iso.datetime(),
  producer: z.string(),
  schemaURL: z.string(),
  inputs: z.array(z.string()),
  outputs: z.array(z.string()),
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }).optional(),
});
export type RunEvent = z.infer<typeof runEvent>;

/** A run as a whole (contract 1.3, RunSummary); the fields after `schemaURL` stand beside the contract's. */
export const runSummary = z.object({
  id: z.string(),
  status: runEventType,
  started_at_time: z.iso.datetime(),
  was_started_by: z.string(),
  inputs: z.array(z.string()),
  outputs: z.array(z.string()),
  job: jobSummary,
  producer: z.string(),
  schemaURL: z.string(),
  job_id: z.string().nullable().describe('The job whose run this is; null while it is only asked for'),
  operation_id: z.string().nullable().describe('The operation of its latest attempt'),
  error: z
    .object({ code: z.string(), message: z.string(), details: z.unknown().optional() })
    .nullable()
    .describe('Why its latest attempt failed'),
});
export type RunSummary = z.infer<typeof runSummary>;

export const opState = z.enum(['running', 'succeeded', 'failed', 'skipped']);

/** One op of a run, with the latest of its attempts first. */
export const runOp = z.object({
  op: z.string(),
  attempt: z.int().positive(),
  state: opState,
  started_at: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  inputs: z.array(z.string()).describe('Objects that it read'),
  outputs: z.array(z.string()).describe('Objects that it made'),
  output: z.unknown().describe('What it gave to the ops after it, as JSON'),
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }).nullable(),
  logs: z.array(z.object({ at: z.iso.datetime(), level: z.string(), text: z.string() })),
});
export type RunOp = z.infer<typeof runOp>;

/** Name of an op of a graph. */
export const opName = z.string().regex(/^[a-z][a-z0-9_]{0,99}$/, 'must be 1 to 100 of a-z, 0-9 and _');

/** Objects that something read or made. */
export const objectIds = z.array(idSchema).max(1000);

/** Most events that others tell of one run, and most bytes of the facets of one of them. */
export const TOLD_EVENTS = 200;
export const FACETS_BYTES = 64 * 1024;

/** What a run is asked for with: its config, and the objects it is to read. */
export const runOrder = z.object({
  run_config: z.record(z.string(), z.unknown()).nullish().describe('The config of the job; 256 KiB as JSON'),
  inputs: objectIds
    .nullish()
    .describe('Objects to read; the first is the `object_id` of the config, unless that names one'),
});

/** An event of a run that somebody tells (contract 2.6). */
export const toldRunEvent = z.object({
  run: z.object({ id: idSchema, facets: z.record(z.string(), z.unknown()).nullish() }),
  job: z.object({ id: idSchema }).nullish().describe('The workflow; that of the run, if it is named'),
  type: runEventType,
  time: dateTime,
  producer: z.string().min(1).max(2000),
  schemaURL: z.string().min(1).max(2000),
  inputs: objectIds.default([]),
  outputs: objectIds.default([]),
});
export type ToldRunEvent = z.infer<typeof toldRunEvent>;

/** The fields of {@link toldRunEvent} that stand in the query, or in the body. */
export const TOLD_IN_QUERY = { type: true, time: true, producer: true, schemaURL: true } as const;

import { z } from 'zod';
import { defineRequest } from '../envelope';
import { jobState } from '../events/jobs';
import { outcomeSchema } from '../events/operations';
import { batchReply, idSchema } from '../replies';

/** Most sensors of one site, and most values of one list of a filter. */
export const SENSORS_OF_A_SITE = 100;
const FILTER_VALUES = 50;
const INTERESTS = 20;

/** Most news of one take or one settlement. */
export const NEWS_AT_ONCE = 100;
/** For how long news that were taken are given to nobody else. */
export const NEWS_TAKEN_MS = 30_000;
/** After so many takes without success, news are given up. */
export const NEWS_ATTEMPTS = 10;

const sensorName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'must be at most 100 of a-z, 0-9, ".", "_" and "-"');

const anyOf = <T extends z.ZodType>(value: T) => z.array(value).min(1).max(FILTER_VALUES).optional();
const text = z.string().min(1).max(300);
const objectNames = {
  names: anyOf(text).describe('Names of the object, whole'),
  name_endings: anyOf(text).describe('How the name of the object ends, such as `.fastq`'),
};

/** What a sensor hears: a kind of news, and which of them. Of several lists each has to match; of a list, one value. */
export const sensorInterest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('object-registered'), ...objectNames }),
  z.strictObject({
    kind: z.literal('object-tagged'),
    ...objectNames,
    type_ids: anyOf(idSchema).describe('Types of which one was added'),
  }),
  z.strictObject({
    kind: z.literal('job-changed'),
    workflow_ids: anyOf(text),
    states: anyOf(jobState).describe('States that the job came into'),
  }),
  z.strictObject({
    kind: z.literal('operation-ended'),
    of: z
      .enum(['job', 'put-object'])
      .optional()
      .describe('Only operations of claims, or only those to put objects'),
    outcomes: anyOf(outcomeSchema),
  }),
]);
export type SensorInterest = z.infer<typeof sensorInterest>;

const newsOf = <K extends string, T extends z.ZodRawShape>(kind: K, shape: T) =>
  z.object({
    kind: z.literal(kind),
    id: z.string().describe('Of the news'),
    at: z.iso.datetime().describe('When it happened'),
    version: z.int().positive().describe('Of the object, job or operation, as of what happened'),
    attempt: z.int().positive().describe('How often the news were taken, this time included'),
    traceparent: z.string().optional(),
    ...shape,
  });

const aboutObject = {
  object_id: z.string(),
  name: z.string().optional(),
  site_id: z.string().optional().describe('The managing site'),
};

/** One thing that happened, as a sensor is told of it. */
export const sensorNews = z.discriminatedUnion('kind', [
  newsOf('object-registered', aboutObject),
  newsOf('object-tagged', { ...aboutObject, added_types: z.array(z.string()), types: z.array(z.string()) }),
  newsOf('job-changed', {
    job_id: z.string(),
    workflow_id: z.string(),
    from: jobState.optional(),
    to: jobState,
    job_attempt: z.int().nonnegative(),
    object_id: z.string().optional(),
    operation_id: z.string().optional(),
    site_id: z.string().optional().describe('The site of the claim'),
    posted_by: z.string().optional().describe('The site that asked for the job'),
  }),
  newsOf('operation-ended', {
    operation_id: z.string(),
    site_id: z.string(),
    outcome: outcomeSchema,
    error_code: z.string().optional(),
    job_id: z.string().optional(),
    object_id: z.string().optional().describe('The object that was promised, of an operation to put one'),
  }),
]);
export type SensorNews = z.infer<typeof sensorNews>;

export const registerSensors = defineRequest('triggers', 'register-sensors', {
  about:
    'Registers sensors of the calling site: from now on news are kept for each until the site has settled them. One that ' +
    'is registered already hears from now on what this says. Others stay, unless `forget_others`.',
  refusals: ['forbidden', 'too-many-sensors'],
  input: z.object({
    items: z
      .array(z.object({ name: sensorName, hears: z.array(sensorInterest).min(1).max(INTERESTS) }))
      .max(SENSORS_OF_A_SITE),
    forget_others: z.boolean().optional().describe('Forgets other sensors of the site, with their news'),
  }),
  output: z.object({ names: z.array(z.string()).describe('All sensors of the site') }),
  forSites: true,
});

export const takeSensorNews = defineRequest('triggers', 'take-sensor-news', {
  about:
    `The oldest news that are due for a sensor of the calling site. For ${NEWS_TAKEN_MS / 1000} s they are given to nobody ` +
    'else; then, unless they were settled, they are due again.',
  refusals: ['forbidden', 'not-found'],
  input: z.object({ sensor: sensorName, max: z.int().min(1).max(NEWS_AT_ONCE) }),
  output: z.object({
    items: z.array(sensorNews),
    next_in_ms: z
      .int()
      .nonnegative()
      .optional()
      .describe('In how many milliseconds the next news are due; absent when none wait'),
  }),
  forSites: true,
});

export const settleSensorNews = defineRequest('triggers', 'settle-sensor-news', {
  about:
    'Tells what became of news that were taken. Those that failed are due again after a while, longer each time, and are ' +
    `given up after ${NEWS_ATTEMPTS} takes, with the error kept. Repeating it is harmless.`,
  refusals: ['forbidden', 'not-found'],
  input: z.object({
    items: z
      .array(
        z.object({
          id: idSchema,
          error: z.string().max(2000).optional().describe('What failed; absent when all is done'),
        }),
      )
      .min(1)
      .max(NEWS_AT_ONCE),
  }),
  output: batchReply(z.object({ id: z.string(), state: z.enum(['waiting', 'done', 'given-up']) })),
  forSites: true,
});

/** News for a site: a doorbell. */
export const sensorNewsBell = z
  .object({ sensors: z.array(z.string()) })
  .describe(
    'News wait for these sensors of the site. Sent once, unacknowledged: a look every 30 s is the net.',
  );

import { z } from 'zod';
import { jobState } from '../events/jobs';

/** Most jobs that one request retries. */
export const RETRY_LIMIT = 10_000;

/** Why a job does not run. A code, once published, keeps its meaning; more may come. */
export const EXPLANATIONS = {
  ended: 'The job has ended; `job_state` says how.',
  claimed: 'A site holds it, until `until_time` unless the lease is renewed.',
  'settling-delayed': 'Its operation has ended, and the job is about to follow.',
  'waiting-for-retry': 'It failed, and waits until `until_time` before it is tried again.',
  'not-yet-available': 'It was posted to be claimed from `until_time` on.',
  'workflow-paused': 'Its workflow is paused.',
  'no-capable-site': 'No site has all capabilities that it needs; `missing` names those that nobody has.',
  'not-for-sites': 'The workflow is for certain sites only, and none of them is able to run it.',
  'workflow-at-limit': 'As many jobs of the workflow run as may.',
  'sites-at-limit': 'Every site that is able to run it holds as many jobs as it may.',
  'not-advertised': 'No bell of its workflow waits; the next look, each second, rings.',
  'broker-unreachable': 'It cannot be advertised while NATS does not answer.',
  'over-http-only': 'It is too large to be told over NATS: only a site that claims over HTTP can take it.',
  'waiting-for-a-site': 'It can be claimed, and waits for one of `sites` to take it.',
} as const;
export type ExplanationCode = keyof typeof EXPLANATIONS;

function codesInWords(): string {
  return Object.entries(EXPLANATIONS)
    .map(([code, meaning]) => `${code}: ${meaning}`)
    .join(' ');
}

export const explanationReason = z.object({
  code: z.string().describe(`More may come. ${codesInWords()}`),
  text: z.string().describe('The same in words'),
  until_time: z.iso.datetime().optional(),
  site_id: z.string().optional(),
  operation_id: z.string().optional(),
  sites: z.array(z.string()).optional().describe('At most 20'),
  missing: z.array(z.string()).optional(),
  limit: z.int().optional(),
});
export type ExplanationReason = z.infer<typeof explanationReason> & { code: ExplanationCode };

export const jobExplanation = z.object({
  job_id: z.string(),
  job_state: jobState,
  claimable: z.boolean().describe('Whether some site could claim it at this moment'),
  reasons: z.array(explanationReason).describe('What stands in the way, or what it waits for; never empty'),
});
export type JobExplanation = z.infer<typeof jobExplanation>;

export const jobHistoryEntry = z.object({
  n: z.int().describe('Grows with each entry; not without gaps'),
  at: z.iso.datetime(),
  from: jobState.nullable().describe('Null when the job was created'),
  to: jobState,
  attempt: z.int().nonnegative(),
  operation_id: z.string().nullable(),
  who: z.string().describe('Such as `site:NERSC`'),
  why: z.string(),
});
export type JobHistoryEntry = z.infer<typeof jobHistoryEntry>;

export const siteLimit = z.object({
  max_running: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .describe('Most jobs that the site may hold at once; null for no limit'),
});
export type SiteLimit = z.infer<typeof siteLimit>;

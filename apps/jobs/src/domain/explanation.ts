import type { ExplanationReason, JobState } from '@callboard/contracts';
import { ENDED_STATES } from './job-states';

/** A site that is able to run a job, and what it runs. */
export interface AbleSite {
  readonly siteId: string;
  readonly running: number;
  /** Most that it may run at once; null without a limit. */
  readonly limit: number | null;
}

/** All that decides whether a job runs, as it is at one moment. */
export interface JobFacts {
  readonly id: string;
  readonly state: JobState;
  readonly now: Date;
  /** Whether it is too large to be told over NATS. */
  readonly overHttpOnly: boolean;
  readonly availableAt: Date;
  readonly failures: number;
  readonly errorCode: string | null;
  readonly claim?: { readonly siteId: string; readonly operationId: string } | undefined;
  /** Whether the operation of the claim has ended, and the end of its lease; absent when nobody could tell. */
  readonly operation?: { readonly done: boolean; readonly expireTime: string } | undefined;
  readonly workflow: {
    readonly id: string;
    readonly paused: boolean;
    readonly limit: number | null;
    readonly running: number;
    /** The only sites that may run it; null for every one that is able. */
    readonly onlySites: readonly string[] | null;
  };
  readonly ableSites: readonly AbleSite[];
  /** Capabilities that the job needs and no site at all has. */
  readonly missing: readonly string[];
  /** Bells of the workflow that wait, or were handed out; undefined while the broker does not answer. */
  readonly bells: number | undefined;
}

const SITES_SHOWN = 20;

/** Why a job does not run: everything that stands in its way, or else what it waits for. */
export function reasonsOf(facts: JobFacts): { claimable: boolean; reasons: ExplanationReason[] } {
  if (ENDED_STATES.includes(facts.state)) return { claimable: false, reasons: [ended(facts)] };
  if (facts.state === 'claimed') return { claimable: false, reasons: [claimed(facts)] };
  const obstacles = [notDue(facts), paused(facts), nobodyAble(facts), workflowFull(facts), sitesFull(facts)];
  const reasons = obstacles.filter((reason) => reason !== undefined);
  if (reasons.length > 0) return { claimable: false, reasons };
  return { claimable: true, reasons: [...advertisement(facts), ...manner(facts), waiting(facts)] };
}

function ended({ state, errorCode }: JobFacts): ExplanationReason {
  const last = errorCode === null ? '' : ` The last error was ${errorCode}.`;
  const again = state === 'succeeded' ? '' : ' Retry it to have it run again.';
  return { code: 'ended', text: `The job has ended: ${state}.${last}${again}` };
}

function claimed({ claim, operation }: JobFacts): ExplanationReason {
  const by = { site_id: claim?.siteId, operation_id: claim?.operationId };
  if (operation?.done)
    return {
      code: 'settling-delayed',
      text: 'Its operation has ended, and the job is about to follow.',
      ...by,
    };
  const until = operation?.expireTime;
  const words = until === undefined ? '' : ` until ${until}, unless the lease is renewed`;
  return { code: 'claimed', text: `The site ${claim?.siteId} holds it${words}.`, ...by, until_time: until };
}

function notDue({ availableAt, now, failures, errorCode }: JobFacts): ExplanationReason | undefined {
  if (availableAt <= now) return undefined;
  const until = availableAt.toISOString();
  return failures > 0
    ? {
        code: 'waiting-for-retry',
        text: `It failed with ${errorCode} and is tried again from ${until} on.`,
        until_time: until,
      }
    : { code: 'not-yet-available', text: `It is to be claimed from ${until} on.`, until_time: until };
}

function paused({ workflow }: JobFacts): ExplanationReason | undefined {
  return workflow.paused
    ? { code: 'workflow-paused', text: `The workflow ${workflow.id} is paused.` }
    : undefined;
}

function nobodyAble({ ableSites, missing, workflow }: JobFacts): ExplanationReason | undefined {
  if (ableSites.length > 0) return undefined;
  if (workflow.onlySites !== null) return notForSites(workflow.id, workflow.onlySites);
  const lacking =
    missing.length > 0 ? `nobody has ${missing.join(', ')}` : 'each is had by some, but all by none';
  const text = `No site has all capabilities that this job needs: ${lacking}.`;
  return { code: 'no-capable-site', text, missing: [...missing] };
}

function notForSites(workflow: string, sites: readonly string[]): ExplanationReason {
  const text = `The workflow ${workflow} is for ${sites.join(', ')} only, and none of them is able to run it.`;
  return { code: 'not-for-sites', text, sites: sites.slice(0, SITES_SHOWN) };
}

function workflowFull({ workflow: { id, limit, running } }: JobFacts): ExplanationReason | undefined {
  if (limit === null || running < limit) return undefined;
  return { code: 'workflow-at-limit', text: `Of the workflow ${id} run ${running}, as many as may.`, limit };
}

function sitesFull({ ableSites }: JobFacts): ExplanationReason | undefined {
  if (ableSites.length === 0 || ableSites.some(hasRoom)) return undefined;
  const sites = named(ableSites);
  return { code: 'sites-at-limit', text: `Every site able to run it holds as many jobs as it may.`, sites };
}

function advertisement({ bells, workflow }: JobFacts): ExplanationReason[] {
  if (bells === undefined)
    return [
      {
        code: 'broker-unreachable',
        text: 'NATS does not answer, so that nobody is called; it is tried again.',
      },
    ];
  if (bells > 0) return [];
  const text = `No bell of the workflow ${workflow.id} waits; the next look, each second, rings.`;
  return [{ code: 'not-advertised', text }];
}

function manner({ overHttpOnly }: JobFacts): ExplanationReason[] {
  const text = 'It is too large to be told over NATS: only a site that claims over HTTP can take it.';
  return overHttpOnly ? [{ code: 'over-http-only', text }] : [];
}

function waiting({ ableSites }: JobFacts): ExplanationReason {
  const sites = named(ableSites.filter(hasRoom));
  const text = `It can be claimed, and waits for a site to take it: ${sites.join(', ')}.`;
  return { code: 'waiting-for-a-site', text, sites };
}

const hasRoom = ({ limit, running }: AbleSite): boolean => limit === null || running < limit;
const named = (sites: readonly AbleSite[]): string[] =>
  sites.slice(0, SITES_SHOWN).map(({ siteId }) => siteId);

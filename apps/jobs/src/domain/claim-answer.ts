import type { JobState } from '@callboard/contracts';

/** A site, or one process of it, that wants a job. */
export interface Claimant {
  readonly siteId: string;
  /** Names one process of the site; absent over HTTP. */
  readonly claimant?: string | undefined;
}

/** A job that could not simply be claimed, as the store finds it. */
export interface ContestedJob {
  readonly state: JobState;
  /** First capability that the job needs and the site lacks. */
  readonly missingCapability?: string | undefined;
  /** The open claim on the job. */
  readonly openClaim?: (Claimant & { readonly operationId: string }) | undefined;
  /** Operation that this very request won earlier, when it is a repeat. */
  readonly wonBefore?: string | undefined;
  /** Whether it is too large to be told by the door at which the site asks. */
  readonly tooLarge?: boolean | undefined;
  /** Whether its workflow is for other sites only. */
  readonly forOthers?: boolean | undefined;
  /** Whether its workflow is paused. */
  readonly paused?: boolean | undefined;
  /** When it may be claimed, if that is still to come. */
  readonly availableAt?: Date | undefined;
  /** Whose limit of running jobs is reached. */
  readonly full?: 'workflow' | 'site' | undefined;
}

export type ClaimAnswer =
  { readonly operationId: string } | { readonly code: string; readonly message: string };

/**
 * What a site hears that could not claim a job anew (design 5; order of contract 3.3): its own earlier claim again,
 * or a refusal. Losing a race is a normal answer.
 */
export function answerContested(asking: Claimant, job: ContestedJob): ClaimAnswer {
  if (job.wonBefore) return { operationId: job.wonBefore };
  if (job.openClaim?.siteId === asking.siteId) return answerOwn(asking, job.openClaim);
  if (job.forOthers) {
    return {
      code: 'not-for-this-site',
      message: `The workflow of this job is for certain sites only, and ${asking.siteId} is none of them.`,
    };
  }
  if (job.missingCapability !== undefined) {
    return {
      code: 'missing-capability',
      message: `The site ${asking.siteId} lacks the capability ${job.missingCapability}, which this job needs.`,
    };
  }
  if (job.openClaim) return { code: 'job-claimed', message: 'Another site holds this job.' };
  if (job.state === 'queued') return answerQueued(asking, job);
  return {
    code: 'job-not-queued',
    message: `This job is ${job.state}: only a queued one can be claimed.`,
  };
}

/** Why nobody may start it now, though it waits. */
function answerQueued({ siteId }: Claimant, job: ContestedJob): ClaimAnswer {
  const { tooLarge, paused, availableAt, full } = job;
  if (tooLarge)
    return { code: 'too-large', message: 'This job is too large to be told over NATS: claim it over HTTP.' };
  if (paused) return { code: 'workflow-paused', message: 'The workflow of this job is paused.' };
  if (availableAt)
    return { code: 'job-not-due', message: `This job waits until ${availableAt.toISOString()}.` };
  const words = 'as many jobs as may run at once: claim again when one of them has ended.';
  if (full === 'workflow')
    return { code: 'limit-reached', message: `Of the workflow of this job run ${words}` };
  if (full === 'site') return { code: 'limit-reached', message: `The site ${siteId} runs ${words}` };
  return { code: 'overloaded', message: 'Too much was asked for at once: claim this job by itself.' };
}

/** Over HTTP a site gets its open operation again; another process of the site must not run the job as well. */
function answerOwn(asking: Claimant, open: Claimant & { operationId: string }): ClaimAnswer {
  if (asking.claimant === undefined || asking.claimant === open.claimant)
    return { operationId: open.operationId };
  return {
    code: 'held-by-your-site',
    message: 'Another process of your own site runs this job: do not run it.',
  };
}

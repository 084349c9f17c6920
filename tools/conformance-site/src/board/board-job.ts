import type { Job, JobClaim, JobIn, JobState } from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { ENDED_STATES, FIRST_STATE } from '../../../../apps/jobs/src/domain/job-states';
import type { Tally } from '../../../../apps/jobs/src/domain/settlement';

export interface BoardClaim {
  readonly operationId: string;
  readonly siteId: string;
  readonly claimant?: string | undefined;
}

/** A job as the board keeps it; what the service `jobs` keeps in rows. */
export interface BoardJob extends Tally {
  readonly id: string;
  readonly sent: JobIn;
  readonly createdAt: Date;
  readonly state: JobState;
  readonly attempt: number;
  /** Oldest first. */
  readonly claims: readonly BoardClaim[];
}

export function newJob(sent: JobIn, now: Date): BoardJob {
  const nothing = { attempt: 0, failures: 0, expiries: 0, claims: [] };
  return { id: mintId(), sent, createdAt: now, state: FIRST_STATE, ...nothing };
}

/** The open claim of a job that is claimed. */
export function openClaimOf({ state, claims }: BoardJob): BoardClaim | undefined {
  return state === 'claimed' ? claims.at(-1) : undefined;
}

/** A job as clients read it (contract 1.3, RAW). */
export function viewOfJob(job: BoardJob): Job {
  const { name, description, workflow, config } = job.sent;
  const claims = claimsOf(job);
  return {
    id: job.id,
    workflow,
    config,
    ...(claims && { claims }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    created_at: job.createdAt.toISOString(),
    state: job.state,
    attempt: job.attempt,
  };
}

/** By the law that the watcher's filter finds a job if and only if it is queued (design 5). */
function claimsOf({ id, state, claims, sent }: BoardJob): JobClaim[] | undefined {
  const ended = ENDED_STATES.includes(state);
  if (claims.length === 0) {
    if (ended) return [{ op_id: id, site_id: '', done: true }];
    return sent.claims === undefined ? undefined : [];
  }
  return claims.map(({ operationId, siteId }, at) => {
    const withdrawn = state === 'queued' || at < claims.length - 1;
    const flags = withdrawn ? { done: true, cancelled: true } : ended ? { done: true } : {};
    return { op_id: operationId, site_id: siteId, ...flags };
  });
}

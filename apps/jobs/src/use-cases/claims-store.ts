import type { Job } from '@callboard/contracts';
import type { Claimant, ContestedJob } from '../domain/claim-answer';

export const CLAIMS_STORE = Symbol('CLAIMS_STORE');

/** A claim that the database has granted, with all that its operation is opened from. */
export interface HeldClaim extends Claimant {
  readonly operationId: string;
  readonly attempt: number;
  readonly leaseMs: number;
  readonly traceparent?: string | undefined;
  readonly job: Job;
}

/** What every claim request says, by whichever door it came. */
export interface ClaimTerms extends Claimant {
  /** Makes a repeat of the request give what it won before. */
  readonly requestId?: string | undefined;
  /** Lease asked for, in milliseconds; a workflow may allow less. */
  readonly leaseMs?: number | undefined;
  /** Lease when neither the claim nor the workflow names one. */
  readonly doorLeaseMs: number;
  /** Largest job that the door can tell of, in bytes; without it any. */
  readonly maxJobBytes?: number | undefined;
}

export interface PickedClaims {
  readonly claims: HeldClaim[];
  /** Whether claimable jobs of the workflow are left for anybody. */
  readonly remaining: boolean;
}

export interface ClaimsStore {
  /** Claims up to `max` jobs of a workflow by priority, then age, of what the site is able to run. */
  pick(workflowId: string, max: number, terms: ClaimTerms): Promise<PickedClaims>;
  /** Claims those of the named jobs that are queued and that the site is able to run. */
  claim(jobIds: readonly string[], terms: ClaimTerms): Promise<HeldClaim[]>;
  /** What stands in the way of claiming these jobs; an id is missing when there is no such job. */
  contested(jobIds: readonly string[], terms: ClaimTerms): Promise<Map<string, ContestedJob>>;
  /** Claims by their operation ids, open or ended, in any order; only as many as fit one reply if `inOneReply`. */
  held(operationIds: readonly string[], inOneReply?: boolean): Promise<HeldClaim[]>;
  /** Operation ids of the open claims that a site holds on these jobs. */
  openClaimsOf(siteId: string, jobIds: readonly string[]): Promise<string[]>;
}

import type { HeldClaim } from '../use-cases/claims-store';
import type { ClaimRecord } from './claim-jobs.sql';
import { viewJob } from './job-record';

/** A claim made just now: the statement that made it could not yet see it among the claims of the job. */
export function newClaim(record: ClaimRecord): HeldClaim {
  const made = { op_id: record.operation_id, site_id: record.site_id };
  return heldClaim({ ...record, claims: [...(record.claims ?? []), made] });
}

export function heldClaim(record: ClaimRecord): HeldClaim {
  return {
    operationId: record.operation_id,
    siteId: record.site_id,
    ...(record.claimant === null ? {} : { claimant: record.claimant }),
    attempt: record.claim_attempt,
    leaseMs: Number(record.lease_ms),
    ...(record.traceparent === null ? {} : { traceparent: record.traceparent }),
    job: viewJob(record),
  };
}

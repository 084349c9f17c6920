import type { JobState, Outcome } from '@callboard/contracts';
import { FIRST_STATE } from './job-states';

/** A claim as the reference lists it (contract 1.3). */
export interface ListedClaim {
  readonly op_id: string;
  readonly site_id: string;
  readonly cancelled: boolean;
}

/** An operation as it stands by now; `outcome` is null while it is open. */
export interface KnownOperation {
  readonly siteId: string;
  readonly leaseMs: number;
  readonly outcome: Outcome | null;
  readonly errorCode?: string | undefined;
  readonly openedAt: string;
  readonly endedAt: string | null;
}

export interface ImportedClaim {
  readonly operationId: string;
  readonly siteId: string;
  readonly attempt: number;
  /** Null while it is open. */
  readonly outcome: Outcome | null;
  /** Undefined where housekeeping has deleted the operation (D8). */
  readonly operation: KnownOperation | undefined;
}

export interface Imported {
  readonly state: JobState;
  readonly claims: readonly ImportedClaim[];
  /** Code of what went wrong last. */
  readonly errorCode?: string | undefined;
  /** Whether the operation that would say how the job ended is gone. */
  readonly endUnknown: boolean;
}

/** What becomes of a job whose last claim ended so. One that ran out is not run anew by itself: it ran elsewhere. */
const STATE_AFTER: Readonly<Record<Outcome, JobState>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  released: FIRST_STATE,
  expired: 'dead',
};
const LOST = 'operation-expired';

/**
 * The state that claims and their operations make of a job (contract 3.5, ADR 24). The last claim decides unless it was
 * cancelled, and then the job is to be had. Nobody knows how an operation ended that was deleted, only that its lease was
 * over: such a job is dead, and never counted as a success.
 */
export function importedClaims(
  listed: readonly ListedClaim[],
  operations: ReadonlyMap<string, KnownOperation>,
): Imported {
  const claims = listed.map((claim, at) =>
    importedClaim(claim, at + 1, operations.get(claim.op_id), at === listed.length - 1),
  );
  const last = claims.at(-1);
  if (last === undefined || listed.at(-1)?.cancelled)
    return { state: FIRST_STATE, claims, endUnknown: false };
  const state = last.outcome === null ? 'claimed' : STATE_AFTER[last.outcome];
  const errorCode = state === 'dead' ? LOST : last.operation?.errorCode;
  return { state, claims, errorCode, endUnknown: last.operation === undefined };
}

function importedClaim(
  { op_id, site_id, cancelled }: ListedClaim,
  attempt: number,
  operation: KnownOperation | undefined,
  isLast: boolean,
): ImportedClaim {
  const mayBeOpen = isLast && !cancelled;
  const unknown = cancelled ? 'released' : 'expired';
  const outcome = operation ? (operation.outcome ?? (mayBeOpen ? null : 'released')) : unknown;
  return { operationId: op_id, siteId: operation?.siteId ?? site_id, attempt, outcome, operation };
}

import type { JobState } from '@callboard/contracts';

export interface PastClaim {
  readonly operationId: string;
  readonly siteId: string;
}

/** One entry of `job.claims[]` as unchanged clients know it (contract 1.3). */
export interface ClaimEntry {
  op_id: string;
  site_id: string;
  done?: boolean;
  cancelled?: boolean;
}

/**
 * `job.claims[]` under one law (design 5): the unchanged watcher's filter (contract 8.3) matches a job if and only if
 * the job is queued. So while queued every claim shows done and cancelled; otherwise the last one shows no
 * `cancelled`, and a job that ended without any claim gets one closing entry, under an operation that does not exist.
 *
 * `claims` are in the order of their attempts. Gives undefined when the key is to be absent.
 */
export function viewClaims(
  jobId: string,
  state: JobState,
  claims: readonly PastClaim[],
): ClaimEntry[] | undefined {
  if (claims.length === 0) return state === 'queued' ? undefined : [closingEntry(jobId)];
  return claims.map(({ operationId, siteId }, at) => {
    const entry: ClaimEntry = { op_id: operationId, site_id: siteId };
    const last = at === claims.length - 1;
    if (state === 'queued' || !last) return { ...entry, done: true, cancelled: true };
    return state === 'claimed' ? entry : { ...entry, done: true };
  });
}

/** The scheduler asks for each `op_id` and tolerates that it is not found (contract 8.2, step 6). */
const closingEntry = (jobId: string): ClaimEntry => ({ op_id: jobId, site_id: '', done: true });

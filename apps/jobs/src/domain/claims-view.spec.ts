import { JOB_STATES, type JobState } from '@callboard/contracts';
import { type ClaimEntry, viewClaims } from './claims-view';

/**
 * The watcher's filter on claims (contract 8.3), evaluated by hand with the array rules of contract 3.6:
 * {"$or":[{"claims":{"$size":0}},{"claims":{"$not":{"$elemMatch":{"cancelled":{"$ne":true}}}}}]}
 */
function watcherMatches(claims: ClaimEntry[] | undefined): boolean {
  const empty = claims !== undefined && claims.length === 0; // $size: 0 is not true for a missing field
  const someNotCancelled = (claims ?? []).some((claim) => claim.cancelled !== true);
  return empty || !someNotCancelled; // $not $elemMatch is true for a missing field
}

const claimsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ operationId: `op-${at + 1}`, siteId: `site-${at + 1}` }));

describe('job.claims[]', () => {
  const cases = JOB_STATES.flatMap((state) => [0, 1, 2, 3].map((count) => [state, count] as const));

  it.each(cases)('matches the watcher exactly when queued: %s after %i claims', (state, count) => {
    expect(watcherMatches(viewClaims('job-1', state, claimsOf(count)))).toBe(state === 'queued');
  });

  it('is absent while a job was never claimed', () => {
    expect(viewClaims('job-1', 'queued', [])).toBeUndefined();
  });

  it('shows the running claim without flags, after the given up ones', () => {
    expect(viewClaims('job-1', 'claimed', claimsOf(2))).toEqual([
      { op_id: 'op-1', site_id: 'site-1', done: true, cancelled: true },
      { op_id: 'op-2', site_id: 'site-2' },
    ]);
  });

  it.each<JobState>(['succeeded', 'failed', 'dead', 'cancelled'])(
    'shows the last claim of a %s job as done',
    (state) => {
      expect(viewClaims('job-1', state, claimsOf(1))).toEqual([
        { op_id: 'op-1', site_id: 'site-1', done: true },
      ]);
    },
  );

  it('closes a job that was cancelled before anybody claimed it', () => {
    expect(viewClaims('job-1', 'cancelled', [])).toEqual([{ op_id: 'job-1', site_id: '', done: true }]);
  });
});

import type { Job } from '@callboard/contracts';
import { fullJob, setJob } from './job.view';

const job: Job = {
  id: 'j',
  workflow: { id: 'w' },
  config: { deep: { nulls: null } },
  created_at: '2026-01-02T00:00:00.000Z',
  state: 'claimed',
  attempt: 1,
};

describe('jobs', () => {
  it('SET: claims, name and description are absent until there are any', () => {
    expect(setJob(job)).toEqual(job);
    expect(Object.keys(setJob(job))).not.toContain('claims');
    expect(setJob({ ...job, name: null })).toHaveProperty('name', null);
  });

  it('SET: flags of a claim are absent until it was released', () => {
    const claims = [{ op_id: 'o', site_id: 's' }];
    expect(setJob({ ...job, claims }).claims).toEqual(claims);
  });

  it('FULL: every field, claims with null flags', () => {
    const claims = [{ op_id: 'o', site_id: 's' }];
    expect(fullJob({ ...job, claims })).toEqual({
      ...job,
      workflow: { id: 'w', created_at: null, name: null, description: null, capability_ids: null },
      claims: [{ op_id: 'o', site_id: 's', done: null, cancelled: null }],
      name: null,
      description: null,
    });
    expect(fullJob(job).claims).toEqual([]);
  });
});

import { OUTCOMES } from '@callboard/contracts';
import { begun, END_OF_RUN, LIVE_RUNS, type Run, runUnder } from './run';

const under = { id: 'op-1', siteId: 'alpha', jobId: 'job-1', workflowId: 'w', objectId: 'o-1' };
const asked: Run = {
  id: 'asked',
  workflowId: 'w',
  objectId: 'o-1',
  jobId: null,
  operationId: null,
  siteId: null,
  attempt: 0,
  status: 'REQUESTED',
};

describe('the beginning of a run', () => {
  it('makes a new one where none is known', () => {
    expect(begun(undefined, under, 'new')).toEqual({
      id: 'new',
      workflowId: 'w',
      objectId: 'o-1',
      jobId: 'job-1',
      operationId: 'op-1',
      siteId: 'alpha',
      attempt: 1,
      status: 'STARTED',
    });
  });

  it('adopts the one that was asked for', () => {
    expect(begun(asked, under, 'new')).toMatchObject({ id: 'asked', jobId: 'job-1', attempt: 1 });
  });

  it('goes on with the run of an earlier attempt of the job, at another site', () => {
    const failed: Run = { ...begun(asked, under, 'new'), status: 'FAIL' };
    const again = begun(failed, { ...under, id: 'op-2', siteId: 'beta' }, 'new');
    expect(again).toMatchObject({ id: 'asked', operationId: 'op-2', siteId: 'beta', attempt: 2 });
    expect(again.status).toBe('STARTED');
  });

  it('begins once under an operation', () => {
    const first = begun(undefined, under, 'new');
    expect(begun(first, under, 'other')).toBe(first);
  });
});

it('a run is written only under the operation that it began under last', () => {
  const run = begun(undefined, under, 'new');
  expect(runUnder('op-1', run)).toBe(run);
  for (const known of [undefined, run])
    expect(() => runUnder('op-2', known)).toThrow(/no run has begun under the operation op-2/);
});

it('every end of an operation ends the run', () => {
  for (const outcome of OUTCOMES) expect(LIVE_RUNS).not.toContain(END_OF_RUN[outcome]);
});
